//! One run over every resource that can be created: what each answers to a creation, to attributes that are missing,
//! unknown or name records of nobody or of somebody else, to another account, to a change, a search and a deletion.
//!
//! A run is told as a transcript. The first body is shown whole; a later one as what differs from it, so that every
//! member of every body is held.

mod accounts_due;
mod cards;
mod classifiers;
mod deposits;
mod files;
mod parties;
mod sales;
mod taxes;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox, server};

/// A number that no record has.
const NOBODY: i64 = 999_999;

/// One resource, as account 1 uses it.
struct Case {
    /// The path of the list.
    path: &'static str,
    /// What one record stands under.
    root: &'static str,
    /// The attributes of a record that can be created.
    attributes: Value,
    /// Attributes that name records which do not exist.
    missing_ids: Value,
    /// Attributes that name records of account 2.
    foreign_ids: Value,
    /// Attributes that are changed.
    change: Value,
    /// A search that finds the record alone.
    search: &'static str,
}

/// Who asks, and what was said so far.
struct Run {
    sandbox: Sandbox,
    owner: Client,
    stranger: Client,
    case: Case,
    transcript: String,
}

impl Case {
    /// Goes through the resource's whole life, and tells it.
    async fn run(self) -> String {
        let sandbox = Sandbox::new(&format!("every-{}", self.root)).await;
        let (owner, stranger) = (sandbox.financeiro(&[1]).await, sandbox.financeiro(&[2]).await);
        let mut run = Run {
            sandbox,
            owner,
            stranger,
            case: self,
            transcript: String::new(),
        };
        let before = run.listed().await;
        let (one, created, shown) = run.create().await;
        let with_it = run.listed().await;
        assert_ne!(before, with_it, "a list does not show what was created");
        run.refuse_what_is_not_sent(&with_it).await;
        run.ignore_what_is_unknown(&one).await;
        let ids = [
            ("ids that nobody has", run.case.missing_ids.clone()),
            ("ids of another account", run.case.foreign_ids.clone()),
        ];
        for (whose, ids) in ids {
            run.create_with(whose, &ids, (&created, &with_it)).await;
        }
        run.keep_from_strangers(&one, &with_it).await;
        let changed = run.change(&one, (&created, &shown)).await;
        run.search(&one, &changed).await;
        run.delete(&one).await;
        assert_eq!(run.listed().await, before, "a list shows what was deleted");
        run.transcript
    }
}

impl Run {
    fn tell(&mut self, what: &str, answer: &Answer) {
        self.transcript += &format!("{what}: {}{}\n", head(answer), without_port(&answer.text()).trim_end());
    }

    async fn listed(&self) -> String {
        let list = self.owner.get(self.case.path).await;
        assert_eq!(list.status, 200, "{list}");
        list.text()
    }

    fn body(&self, attributes: &Value) -> Value {
        json!({self.case.root: attributes})
    }

    /// Creates the record and shows it in both formats. Answers with its path, the answer to the creation and the record
    /// as it is shown.
    async fn create(&mut self) -> (String, Value, Value) {
        let body = self.body(&self.case.attributes);
        let created = self.owner.post(self.case.path, &body).await;
        assert_eq!(created.status, 201, "{created}");
        let one = format!("{}/{}", self.case.path, created.json()[self.case.root]["id"]);
        let body: Value = serde_json::from_str(&without_port(&created.text())).unwrap();
        let pretty = serde_json::to_string_pretty(&body).unwrap();
        self.transcript += &format!("create: {}{pretty}\n", head(&created));
        let shown = self.owner.get(&one).await;
        let shown_body: Value = serde_json::from_str(&without_port(&shown.text())).unwrap();
        self.transcript += &format!("show: {}{}\n", head(&shown), differences(&body, &alone(&shown_body)));
        let xml = self.owner.get(&format!("{one}.xml")).await;
        self.tell("show as XML", &xml);
        (one, body, alone(&shown_body))
    }

    /// Sends no attribute at all, and none of the record's own.
    async fn refuse_what_is_not_sent(&mut self, list: &str) {
        let nothing = self.owner.post(self.case.path, &self.body(&json!({}))).await;
        self.tell("create without attributes", &nothing);
        let explanation = self.sandbox.last_explanation().await;
        self.transcript += &format!("  {explanation}\n");
        let xml = self.owner.clone().with("accept", "application/xml");
        let in_xml = xml.post(self.case.path, &self.body(&json!({}))).await;
        self.tell("the same as XML", &in_xml);
        let other_root = self.owner.post(self.case.path, &json!({"areia": {}})).await;
        let words = r#"{"error":"Sua solicitação não é válida. Por favor, verifique os dados enviados."}"#;
        assert_eq!((other_root.status, other_root.text().as_str()), (422, words));
        let explanation = self.sandbox.last_explanation().await;
        assert_eq!(
            explanation,
            format!(
                "The attributes must be an object under `{}`; the request has `areia`.",
                self.case.root
            )
        );
        assert_eq!(self.listed().await, list, "what was refused left something behind");
    }

    async fn ignore_what_is_unknown(&mut self, one: &str) {
        let before = self.owner.get(one).await.text();
        let body = self.body(&json!({"areia_unknown": "x", "id": NOBODY, "account_id": 2, "use_count": 7}));
        let changed = self.owner.put(one, &body).await;
        assert_eq!(changed.status, 200, "{changed}");
        assert_eq!(
            self.owner.get(one).await.text(),
            before,
            "unknown attributes changed something"
        );
    }

    /// Creates a second record whose attributes name others. Where it is refused, nothing has changed; where it is not,
    /// it is deleted again.
    async fn create_with(&mut self, whose: &str, ids: &Value, (created, list): (&Value, &str)) {
        let ids = ids.as_object().unwrap();
        if ids.is_empty() {
            return;
        }
        let mut attributes = self.case.attributes.clone();
        attributes.as_object_mut().unwrap().extend(ids.clone());
        if attributes.get("name").is_some() {
            attributes["name"] = "Outro nome".into();
        }
        let answer = self.owner.post(self.case.path, &self.body(&attributes)).await;
        if answer.status == 201 {
            let body: Value = serde_json::from_str(&without_port(&answer.text())).unwrap();
            self.transcript += &format!("create with {whose}: 201\n{}\n", differences(created, &body));
            let one = format!("{}/{}", self.case.path, answer.json()[self.case.root]["id"]);
            let deleted = self.owner.delete(&one).await;
            assert!(deleted.status < 300, "{deleted}");
        } else {
            self.tell(&format!("create with {whose}"), &answer);
        }
        assert_eq!(self.listed().await, list, "{whose} left something behind");
    }

    /// Another account finds no such record, whatever it wants to do with it; nor does the owner one of another number.
    async fn keep_from_strangers(&mut self, one: &str, list: &str) {
        let shown = self.owner.get(one).await.text();
        let body = self.body(&self.case.change);
        let answer = self.stranger.get(one).await;
        self.tell("another account shows it", &answer);
        let explanation = self.sandbox.last_explanation().await;
        self.transcript += &format!("  {explanation}\n");
        let answer = self.stranger.put(one, &body).await;
        self.tell("another account changes it", &answer);
        let answer = self.stranger.delete(one).await;
        self.tell("another account deletes it", &answer);
        if let Some(rest) = one.strip_prefix("/entities/2593/") {
            let answer = self.stranger.get(&format!("/entities/3798/{rest}")).await;
            self.tell("another account looks for it in an entity of its own", &answer);
        }
        assert_eq!(self.owner.get(one).await.text(), shown, "a stranger changed it");
        assert_eq!(self.listed().await, list, "a stranger changed a list");
        let nobody = format!("{}/{NOBODY}", self.case.path);
        let answer = self.owner.get(&nobody).await;
        self.tell("show nobody", &answer);
        let answer = self.owner.put(&nobody, &body).await;
        self.tell("change nobody", &answer);
        let answer = self.owner.delete(&nobody).await;
        self.tell("delete nobody", &answer);
    }

    /// Changes the record. Answers with what is shown of it then.
    async fn change(&mut self, one: &str, (created, before): (&Value, &Value)) -> Value {
        self.sandbox.advance("PT1M").await;
        let changed = self.owner.put(one, &self.body(&self.case.change)).await;
        let text = without_port(&changed.text());
        let told = match serde_json::from_str(&text) {
            Ok(body) => differences(created, &body),
            Err(_) => text.trim_end().to_owned(),
        };
        self.transcript += &format!("change: {}{told}\n", head(&changed));
        let shown = self.owner.get(one).await;
        let shown = alone(&serde_json::from_str(&without_port(&shown.text())).unwrap());
        self.transcript += &format!("show what was changed:\n{}\n", differences(before, &shown));
        shown
    }

    async fn search(&mut self, one: &str, shown: &Value) {
        let found = self
            .owner
            .get(&format!("{}?{}", self.case.path, self.case.search))
            .await;
        let body: Value = serde_json::from_str(&without_port(&found.text())).unwrap();
        let list = body.as_array().unwrap();
        assert_eq!(list.len(), 1, "{}: {found}", self.case.search);
        assert!(
            one.ends_with(&format!("/{}", list[0][self.case.root]["id"])),
            "{one}: {found}"
        );
        self.transcript += &format!("search: {}{}\n", head(&found), differences(shown, &list[0]));
    }

    /// Deletes the record. An entity is gone one minute later.
    async fn delete(&mut self, one: &str) {
        let deleted = self.owner.delete(one).await;
        self.tell("delete", &deleted);
        self.sandbox.advance("PT1M").await;
        let gone = self.owner.get(one).await;
        self.tell("show what was deleted", &gone);
    }
}

/// The status, and the address that an answer names.
fn head(answer: &Answer) -> String {
    let location = match answer.header("location") {
        "" => String::new(),
        location => format!("location: {}\n", without_port(location)),
    };
    format!("{}\n{location}", answer.status)
}

fn without_port(text: &str) -> String {
    text.replace(&server().url(), "http://areia")
}

/// The one record of a list of one, which is how the documentation's profile shows a person.
fn alone(body: &Value) -> Value {
    body.get(0).unwrap_or(body).clone()
}

/// Every member that differs, each on a line of its own; members that only one of them has too.
fn differences(before: &Value, after: &Value) -> String {
    let mut lines = Vec::new();
    compare("", before, after, &mut lines);
    match lines.is_empty() {
        true => "  the same".to_owned(),
        false => lines.join("\n"),
    }
}

fn compare(place: &str, before: &Value, after: &Value, lines: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                let place = format!("{place}/{name}");
                match after.get(name) {
                    Some(other) => compare(&place, value, other, lines),
                    None => lines.push(format!("  {place} is not there")),
                }
            }
            for (name, value) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
                lines.push(format!("  {place}/{name} is there: {value}"));
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (number, (before, after)) in before.iter().zip(after).enumerate() {
                compare(&format!("{place}/{number}"), before, after, lines);
            }
        }
        _ if before != after => lines.push(format!("  {place}: {before} -> {after}")),
        _ => {}
    }
}

/// Ids that nobody has, of what a record is filed under.
fn missing_ids() -> Value {
    json!({"person_id": NOBODY, "category_id": NOBODY, "classification_center_id": NOBODY})
}

/// The same ids, of account 2.
fn foreign_ids() -> Value {
    json!({"person_id": 9001, "category_id": 202, "classification_center_id": 302})
}

/// A search for the name that records have here.
const BY_NAME: &str = "search[name]=areia";
