//! Custom classifiers and their values.

use super::request::{Handled, Request};
use super::resource::{
    BelongsTo, OnCreate, OnDelete, OnUpdate, Resource, ResourceType, Routes, Validation, datetime, integer, text,
    update, with_location,
};
use crate::web::endpoints::Endpoints;
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
    validate: Validation::Record(|changes| changes.require(&["name"])),
    ..Resource::new("custom_classifier", "custom_classifiers", "CustomClassifier")
};

/// A value of one.
pub(super) static CUSTOM_CLASSIFIER_VALUE: Resource = Resource {
    table: "financeiro_custom_classifier_value",
    belongs_to: BelongsTo::Record(&CUSTOM_CLASSIFIER, "custom_classifier_id"),
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
    validate: Validation::Record(|changes| changes.require(&["value"])),
    ..Resource::new(
        "custom_classifier_value",
        "custom_classifier_values",
        "CustomClassifierValue",
    )
};

struct CustomClassifiers;

impl ResourceType for CustomClassifiers {
    const RESOURCE: &'static Resource = &CUSTOM_CLASSIFIER;
}

struct Values;

impl ResourceType for Values {
    const RESOURCE: &'static Resource = &CUSTOM_CLASSIFIER_VALUE;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let classifiers = Routes::<CustomClassifiers>::new("/custom_classifiers", "/custom_classifiers/{id}", seen)
        .list(("listCustomClassifiers", "List custom classifiers"))
        .show(("showCustomClassifier", "Show a custom classifier"))
        .create(("createCustomClassifier", "Create a custom classifier"))
        .update(("updateCustomClassifier", "Change a custom classifier"))
        .delete(("deleteCustomClassifier", "Delete a custom classifier with its values"));
    let (collection, member) = (
        "/custom_classifiers/{custom_classifier_id}/values",
        "/custom_classifiers/{custom_classifier_id}/values/{id}",
    );
    Routes::<Values>::new(collection, member, seen)
        .and(|_| classifiers.endpoints())
        .list(("listCustomClassifierValues", "List the values of a classifier"))
        .show(("showCustomClassifierValue", "Show a value"))
        .create(("createCustomClassifierValue", "Create a value"))
        .update_by(("updateCustomClassifierValue", "Change a value"), update_value)
        .delete(("deleteCustomClassifierValue", "Delete a value"))
        .endpoints()
}

/// Changes a value. Its `Location` has the dot where a slash belongs, as the vendor's had.
async fn update_value(request: Request) -> Handled {
    let address = format!(
        "{}/custom_classifiers/{}.{}",
        request.context.base_url,
        request.path_id("custom_classifier_id"),
        request.path_id("id"),
    );
    Ok(with_location(
        update(&CUSTOM_CLASSIFIER_VALUE, request).await?,
        &address,
    ))
}
