//! Custom classifiers and their values.

use futures_util::FutureExt as _;
use http::StatusCode;

use super::call::{Call, Handled};
use super::resource::{
    Described, Names, OnCreate, OnDelete, OnUpdate, Owner, Resource, create, datetime, destroy, integer, list, lists,
    located, mounted, show, shows, taking, text, update,
};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;

/// A classifier.
pub(super) static CUSTOM_CLASSIFIER: Resource = Resource {
    table: "financeiro_custom_classifier",
    on_update: OnUpdate::ObjectAndLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        integer("account_id"),
        datetime("created_at"),
        integer("id"),
        text("name").written(),
        datetime("updated_at"),
    ],
    rules: |draft, _| {
        async {
            draft.must_have(&["name"]);
            Ok(())
        }
        .boxed()
    },
    ..Resource::usual("custom_classifier", "custom_classifiers", "CustomClassifier")
};

/// A value of one.
pub(super) static CUSTOM_CLASSIFIER_VALUE: Resource = Resource {
    table: "financeiro_custom_classifier_value",
    owner: Owner::Record(&CUSTOM_CLASSIFIER, "custom_classifier_id"),
    sorted_by: "value",
    on_create: OnCreate::RelativeLocation,
    on_delete: OnDelete::NoContent,
    fields: &[
        datetime("created_at"),
        integer("custom_classifier_id"),
        integer("id"),
        datetime("updated_at"),
        text("value").written(),
    ],
    rules: |draft, _| {
        async {
            draft.must_have(&["value"]);
            Ok(())
        }
        .boxed()
    },
    ..Resource::usual(
        "custom_classifier_value",
        "custom_classifier_values",
        "CustomClassifierValue",
    )
};

struct CustomClassifiers;

impl Described for CustomClassifiers {
    fn resource() -> &'static Resource {
        &CUSTOM_CLASSIFIER
    }
}

struct Values;

impl Described for Values {
    fn resource() -> &'static Resource {
        &CUSTOM_CLASSIFIER_VALUE
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let names = Names {
        list: ("listCustomClassifiers", "List custom classifiers"),
        show: ("showCustomClassifier", "Show a custom classifier"),
        create: ("createCustomClassifier", "Create a custom classifier"),
        update: ("updateCustomClassifier", "Change a custom classifier"),
        delete: ("deleteCustomClassifier", "Delete a custom classifier with its values"),
    };
    let (many, single) = (
        "/custom_classifiers/{custom_classifier_id}/values",
        "/custom_classifiers/{custom_classifier_id}/values/{id}",
    );
    let values = &CUSTOM_CLASSIFIER_VALUE;
    let deletion =
        operation("deleteCustomClassifierValue", "Delete a value", seen).answers_with(StatusCode::NO_CONTENT, "");
    mounted::<CustomClassifiers>(
        Endpoints::new(),
        ("/custom_classifiers", "/custom_classifiers/{id}"),
        names,
        seen,
    )
    .get(
        many,
        |call| list(values, call),
        lists::<Values>(("listCustomClassifierValues", "List the values of a classifier"), seen),
    )
    .get(
        single,
        |call| show(values, call),
        shows::<Values>(("showCustomClassifierValue", "Show a value"), seen, StatusCode::OK),
    )
    .post(
        many,
        |call| create(values, call),
        taking::<Values>(shows::<Values>(
            ("createCustomClassifierValue", "Create a value"),
            seen,
            StatusCode::CREATED,
        )),
    )
    .put(
        single,
        update_value,
        taking::<Values>(shows::<Values>(
            ("updateCustomClassifierValue", "Change a value"),
            seen,
            StatusCode::OK,
        )),
    )
    .delete(single, |call| destroy(values, call), deletion)
}

/// Changes a value. Its `Location` has the dot where a slash belongs, as the vendor's had.
async fn update_value(call: Call) -> Handled {
    let address = format!(
        "{}/custom_classifiers/{}.{}",
        call.context.base_url,
        call.path_id("custom_classifier_id"),
        call.path_id("id"),
    );
    Ok(located(update(&CUSTOM_CLASSIFIER_VALUE, call).await?, &address))
}
