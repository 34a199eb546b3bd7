//! Schemas that hold together, and the message of each that does not.
use super::super::fixture::{
    aliased, belongs_to, belongs_to_many, has_many, leak, message_of, model, named, with_column,
};
use super::super::{
    Action, AssociationDescription, ModelDescription, ReferenceDescription, Schema, UniqueDescription,
    identity,
};

fn checked(models: Vec<ModelDescription>) -> Schema {
    let models = models.into_iter().map(leak).collect::<Vec<_>>().leak();
    Schema::checked::<64, 512>(models)
}

fn message(models: Vec<ModelDescription>) -> String {
    message_of(std::panic::AssertUnwindSafe(move || checked(models)))
}

fn requires(name: &'static str, target: &'static str) -> ModelDescription {
    let key: &'static str = format!("{}_id", target.to_lowercase()).leak();
    let columns = vec!["id: i64", format!("{key}: i64").leak()];
    model(name, &columns, vec![belongs_to(target, &[key])])
}

fn plain(name: &'static str) -> ModelDescription {
    model(name, &["id: i64"], vec![])
}

#[test]
fn accepts_models_that_are_all_there() {
    let schema = checked(vec![requires("Task", "Project"), plain("Project")]);
    assert_eq!(format!("{schema:?}"), r#"Schema ["Task", "Project"]"#);
    assert!(checked(vec![]).models().is_empty());
}

#[test]
fn names_who_refers_to_a_missing_model() {
    assert_eq!(
        message(vec![requires("Task", "Project"), plain("User")]),
        "`Task` belongs to `Project`, but `Project` is not in this schema\n\
         help: add it: `schema![Task, User, Project]`"
    );
    let user = model("User", &["id: i64"], vec![belongs_to_many("Project", "Membership", &["user_id"])]);
    assert_eq!(
        message(vec![user]),
        "`User` belongs to many `Project`, but `Project` is not in this schema\n\
         help: add them: `schema![User, Project, Membership]`"
    );
}

#[test]
fn refuses_a_model_twice_and_a_table_twice() {
    assert_eq!(
        message(vec![plain("Task"), plain("User"), plain("Task")]),
        "`Task` is listed twice in this schema\nhelp: list each model once"
    );
    let other = ModelDescription { table: "TASKS", ..plain("Todo") };
    assert_eq!(
        message(vec![plain("Task"), other]),
        "`Task` and `Todo` are both stored in the table `TASKS`\n\
         help: give one of them another: `#[model(table = \"…\")]`"
    );
    let elsewhere = ModelDescription { table: "tasks", schema: Some("archive"), ..plain("Todo") };
    checked(vec![plain("Task"), elsewhere]);
}

#[test]
fn refuses_two_constraints_of_one_name() {
    let uniques = || vec![UniqueDescription { name: Some("one_name"), columns: &[0] }].leak();
    assert_eq!(
        message(vec![
            ModelDescription { uniques: uniques(), ..plain("Task") },
            ModelDescription { uniques: uniques(), ..plain("User") },
        ]),
        "two unique constraints are called `one_name`: of `Task` and of `User`\n\
         help: give one of them another name"
    );
}

#[test]
fn prints_the_chain_of_required_keys() {
    assert_eq!(
        message(vec![
            plain("Street"),
            requires("Guest", "Person"),
            requires("Person", "House"),
            requires("House", "Person")
        ]),
        "no first row could ever be stored, because required keys form a cycle: Person → House → Person\n\
         help: make one of the keys optional: `house_id: Option<i64>` in `Person`, or `person_id: Option<i64>` in \
         `House`"
    );
    let person = model(
        "Person",
        &["id: i64", "parent_id: i64"],
        vec![aliased("parent", belongs_to("Person", &["parent_id"]))],
    );
    assert_eq!(
        message(vec![person]),
        "no first row could ever be stored, because required keys form a cycle: Person → Person\n\
         help: make the key optional: `parent_id: Option<i64>` in `Person`"
    );
}

#[test]
fn finds_cycles_over_one_sided_keys() {
    let house = model("House", &["id: i64", "person_id: i64"], vec![has_many("Person", &["house_id"])]);
    let house = with_column(house, "person_id", |column| {
        column.references = Some(ReferenceDescription {
            target: || unreachable!(),
            target_name: "Person",
            target_identity: identity("Person"),
            field: "id",
            on_delete: None,
            on_update: None,
        });
    });
    let person = model("Person", &["id: i64", "house_id: i64"], vec![]);
    assert_eq!(
        message(vec![house, person]).lines().next().unwrap(),
        "no first row could ever be stored, because required keys form a cycle: House → Person → House"
    );
}

#[test]
fn accepts_cycles_that_can_begin() {
    let optional =
        model("House", &["id: i64", "person_id: Option<i64>"], vec![belongs_to("Person", &["person_id"])]);
    checked(vec![requires("Person", "House"), optional]);
    let unbound = |association| AssociationDescription { constraints: Some(false), ..association };
    let house = model("House", &["id: i64", "person_id: i64"], vec![belongs_to("Person", &["person_id"])]);
    let person = model(
        "Person",
        &["id: i64", "house_id: i64"],
        vec![
            unbound(named(has_many("House", &["person_id"]))),
            AssociationDescription { on_delete: Some(Action::Cascade), ..belongs_to("House", &["house_id"]) },
        ],
    );
    checked(vec![person, house]);
}
