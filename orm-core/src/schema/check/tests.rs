//! Associations that fit, and the message of each that does not.
use super::super::fixture::{
    aliased, belongs_to, has_many, has_one, leak, message_of, model, named, with_column,
};
use super::super::{Action, AssociationDescription, DefaultValue, ModelDescription, UniqueDescription};
use super::Ends;
use crate::association::{MOST_COLUMNS, Relation};

type Models = (&'static ModelDescription, &'static ModelDescription);

/// `Project` has and `Task` belongs to: the message of the side given.
fn of_project(project: ModelDescription, task: ModelDescription) -> String {
    let (project, task) = (leak(project), leak(task));
    message_of(move || super::has(project, task, 0))
}

fn of_task(project: ModelDescription, task: ModelDescription) -> String {
    let (project, task) = (leak(project), leak(task));
    message_of(move || super::belongs_to(task, project, 0))
}

fn project(associations: Vec<AssociationDescription>) -> ModelDescription {
    model("Project", &["id: i64", "slug: String"], associations)
}

fn task(columns: &[&'static str], associations: Vec<AssociationDescription>) -> ModelDescription {
    model("Task", columns, associations)
}

fn many() -> AssociationDescription {
    has_many("Task", &["project_id"])
}

fn back() -> AssociationDescription {
    belongs_to("Project", &["project_id"])
}

const PLAIN: &[&str] = &["id: i64", "project_id: i64"];

fn accepts(project: ModelDescription, task: ModelDescription) -> Models {
    let (project, task) = (leak(project), leak(task));
    for (at, association) in project.associations.iter().enumerate() {
        if association.foreign_key.len() == 1 {
            super::has(project, task, at);
        }
    }
    for at in 0..task.associations.len() {
        super::belongs_to(task, project, at);
    }
    (project, task)
}

#[test]
fn finds_the_columns_of_a_pair() {
    let (project, task) = accepts(project(vec![many()]), task(PLAIN, vec![back()]));
    assert_eq!(super::ends::<1>(project, task, 0), Ends { source: [0], target: [1] });
    assert_eq!(super::ends::<1>(task, project, 0), Ends { source: [1], target: [0] });
    assert!(!super::can_release(&Relation::by_one_column(project, 0, task)));
}

#[test]
fn releases_rows_that_are_deleted() {
    let deleting = AssociationDescription { deletes_orphans: true, ..many() };
    let (project, task) = accepts(project(vec![deleting]), task(PLAIN, vec![back()]));
    assert!(super::can_release(&Relation::by_one_column(project, 0, task)));
}

#[test]
fn finds_a_column_as_far_behind_as_a_table_can_have_one() {
    let fields: Vec<String> = (1..MOST_COLUMNS - 1).map(|at| format!("c{at}: i64")).collect();
    let fields = fields.iter().map(|field| &*field.clone().leak());
    let fields: Vec<&'static str> =
        ["id: i64"].into_iter().chain(fields).chain(["project_id: i64"]).collect();
    let (project, task) = accepts(project(vec![many()]), task(&fields, vec![back()]));
    let relation = Relation::by_one_column(project, 0, task);
    assert_eq!((relation.source_columns, relation.target_columns), (&[0][..], &[MOST_COLUMNS - 1][..]));
}

#[test]
fn finds_a_composite_key_in_the_order_of_the_target() {
    let unit = leak(model("Unit", &["!tenant: i64", "!number: i32"], vec![]));
    let room = leak(model(
        "Room",
        &["id: i64", "unit_number: i32", "unit_tenant: i64"],
        vec![belongs_to("Unit", &["unit_number", "unit_tenant"])],
    ));
    assert_eq!(super::ends::<2>(room, unit, 0), Ends { source: [2, 1], target: [0, 1] });
}

#[test]
fn is_silent_about_a_struct_that_failed() {
    let broken = ModelDescription { columns: &[], key: &[], ..task(PLAIN, vec![back()]) };
    accepts(project(vec![many()]), broken);
}

#[test]
fn names_the_missing_field_with_its_type() {
    assert_eq!(
        of_project(project(vec![many()]), task(&["id: i64", "title: String"], vec![])),
        "`Project` has many `Task`, but `Task` has no column `project_id`\n\
         help: add `project_id: i64` to `Task`, or name the key: `#[has_many(Task, foreign_key = …)]`"
    );
}

#[test]
fn names_the_key_that_the_other_side_uses() {
    let task =
        task(&["id: i64", "owner_id: i64"], vec![aliased("owner", belongs_to("Project", &["owner_id"]))]);
    assert_eq!(
        of_project(project(vec![many()]), task),
        "`Project` has many `Task`, but `Task` has no column `project_id`\n\
         help: `Task` belongs to `Project` as `owner`; name that key: `#[has_many(Task, foreign_key = owner_id)]`"
    );
}

#[test]
fn names_a_missing_field_once_per_pair() {
    let columns = &["id: i64", "title: String"];
    let task = || task(columns, vec![belongs_to("Project", &[])]);
    let (project_, task_) = (leak(project(vec![many()])), leak(task()));
    super::has(project_, task_, 0);
    assert_eq!(
        message_of(move || super::belongs_to(task_, project_, 0)),
        "`Task` belongs to `Project`, but `Task` has no field for the key `id` of `Project`\n\
         help: add `project_id: i64` to `Task`, or name the key: `#[belongs_to(Project, foreign_key = …)]`"
    );
}

#[test]
fn names_the_near_field() {
    let many = named(has_many("Task", &["projct_id"]));
    assert_eq!(
        of_project(project(vec![aliased("jobs", many)]), task(PLAIN, vec![])),
        "`Project` has many `Task` as `jobs`, but `Task` has no column `projct_id`\n\
         help: there is `project_id`: `#[has_many(Task, as = jobs, foreign_key = project_id)]`"
    );
}

#[test]
fn wants_a_key_called_after_the_target_key() {
    let company = leak(model("Company", &["!uuid: Uuid"], vec![]));
    let user =
        leak(model("User", &["id: i64", "company_id: Uuid"], vec![belongs_to("Company", &["company_id"])]));
    assert_eq!(
        message_of(move || super::belongs_to(user, company, 0)),
        "`User` belongs to `Company`, whose key is `uuid`, so the foreign key would be `company_uuid`, which `User` \
         does not have\n\
         help: name the field that is the key: `#[belongs_to(Company, foreign_key = company_id)]`, or rename it"
    );
}

#[test]
fn compares_types_once_per_pair() {
    let columns = &["id: i64", "project_id: Option<String>"];
    let expected = "`Task` belongs to `Project`, but the key `Task.project_id` has the type `String` and points to \
         `Project.id` of type `i64`\n\
         help: give both the same type: `project_id: Option<i64>` in `Task`";
    assert_eq!(of_task(project(vec![many()]), task(columns, vec![back()])), expected);
    let (project_, task_) = (leak(project(vec![many()])), leak(task(columns, vec![back()])));
    super::has(project_, task_, 0);
    assert_eq!(
        of_project(project(vec![many()]), task(columns, vec![])),
        expected.replace("`Task` belongs to `Project`", "`Project` has many `Task`")
    );
}

#[test]
fn compares_a_composite_key_part_by_part() {
    let unit = leak(model("Unit", &["!tenant: i64", "!number: i32"], vec![]));
    let crossed = named(belongs_to("Unit", &["unit_number", "unit_tenant"]));
    let short = named(belongs_to("Unit", &["unit_tenant"]));
    let room =
        leak(model("Room", &["id: i64", "unit_tenant: i64", "unit_number: i32"], vec![crossed, short]));
    assert_eq!(
        message_of(move || super::belongs_to(room, unit, 0)),
        "`Room` belongs to `Unit`, but the key `Room.unit_number` has the type `i32` and points to `Unit.tenant` of \
         type `i64`\n\
         help: name the foreign key's columns in the order of the key (`tenant`, `number`), with its types: \
         `unit_number: i64` in `Room`"
    );
    assert_eq!(
        message_of(move || super::belongs_to(room, unit, 1)),
        "`Room` belongs to `Unit`, and the key of `Unit` has two columns (`tenant`, `number`), but the foreign key \
         has one (`unit_tenant`)\n\
         help: name one column of `Room` for each, in that order: \
         `#[belongs_to(Unit, foreign_key = (unit_tenant, unit_number))]`"
    );
}

#[test]
fn wants_a_referenced_column_that_exists_and_is_unique() {
    let over = |field: &'static str| AssociationDescription {
        referenced_key: vec![field].leak(),
        ..named(belongs_to("Project", &["project_slug"]))
    };
    let columns = &["id: i64", "project_slug: String"];
    assert_eq!(
        of_task(project(vec![]), task(columns, vec![over("slgu")])),
        "`Task` belongs to `Project` over `target_key = slgu`, but `Project` has no column `slgu`\n\
         help: there is `slug`: `target_key = slug`"
    );
    assert_eq!(
        of_task(project(vec![]), task(columns, vec![over("code")])),
        "`Task` belongs to `Project` over `target_key = code`, but `Project` has no column `code`\n\
         help: name a unique column of `Project`, or leave `target_key` out for its key `id`"
    );
    assert_eq!(
        of_task(project(vec![]), task(columns, vec![over("slug")])),
        "`Task` belongs to `Project` over `slug`, but `Project.slug` is not unique\n\
         help: make it unique: `#[column(unique)] slug: …` in `Project`, or point to its key `id`"
    );
    let both = AssociationDescription {
        referenced_key: &["id", "slug"],
        ..named(belongs_to("Project", &["id", "project_slug"]))
    };
    let (pair, user) = (leak(project(vec![])), leak(task(columns, vec![both])));
    assert_eq!(
        message_of(move || super::belongs_to(user, pair, 0)),
        "`Task` belongs to `Project` over `id`, `slug` of `Project`, which are not unique together\n\
         help: say that they are: `#[column(unique = \"…\")]` with one name on each, or point to its key `id`"
    );
    let unique = || with_column(project(vec![]), "slug", |column| column.unique = Some(true));
    accepts(unique(), task(columns, vec![over("slug")]));
    let together = UniqueDescription { name: None, columns: &[1] };
    let uniques = vec![together].leak();
    accepts(ModelDescription { uniques, ..project(vec![]) }, task(columns, vec![over("slug")]));
}

#[test]
fn compares_actions_with_the_key() {
    let set_null = || AssociationDescription { on_delete: Some(Action::SetNull), ..back() };
    assert_eq!(
        of_task(project(vec![]), task(PLAIN, vec![set_null()])),
        "`Task` belongs to `Project` with `on_delete = set_null`, but its key `Task.project_id` is required\n\
         help: make it optional: `project_id: Option<i64>` in `Task`, or say `on_delete = cascade` or `restrict`"
    );
    let set_default = || AssociationDescription { on_update: Some(Action::SetDefault), ..back() };
    assert_eq!(
        of_task(project(vec![]), task(PLAIN, vec![set_default()])),
        "`Task` belongs to `Project` with `on_update = set_default`, but its key `Task.project_id` has no default\n\
         help: give it one: `#[column(default = …)] project_id: i64` in `Task`"
    );
    let with_default = with_column(task(PLAIN, vec![set_default()]), "project_id", |c| {
        c.default = Some(DefaultValue::Integer(1))
    });
    accepts(project(vec![]), with_default);
    let unbound = AssociationDescription { constraints: Some(false), ..set_null() };
    assert_eq!(
        of_task(project(vec![]), task(PLAIN, vec![unbound])),
        "`Task` belongs to `Project` with `constraints = false`, so nothing can carry out `on_delete = set_null`\n\
         help: remove one of the two"
    );
}

#[test]
fn wants_one_target_per_key() {
    let user = AssociationDescription { ..belongs_to("User", &["project_id"]) };
    let (project, task) = (leak(project(vec![])), leak(task(PLAIN, vec![user, named(back())])));
    assert_eq!(
        message_of(move || super::belongs_to(task, project, 1)),
        "`Task` belongs to `Project` over `Task.project_id`, and so it does to `User`: one key cannot point to two \
         models\n\
         help: give each its own key, or say `constraints = false` on both"
    );
}

#[test]
fn compares_the_two_sides() {
    let cascade = AssociationDescription { on_delete: Some(Action::Cascade), ..many() };
    let restrict = || AssociationDescription { on_delete: Some(Action::Restrict), ..back() };
    let unbound = AssociationDescription { constraints: Some(false), ..many() };
    let help = "\nhelp: both describe the foreign key `Task.project_id`: say it on one side only, or the same on both";
    assert_eq!(
        of_project(project(vec![cascade]), task(PLAIN, vec![restrict()])),
        "`Project` has many `Task` with `on_delete = cascade`, but `Task` belongs to `Project` with \
         `on_delete = restrict`"
            .to_owned()
            + help
    );
    assert_eq!(
        of_project(project(vec![unbound]), task(PLAIN, vec![restrict()])),
        "`Project` has many `Task` with `constraints = false`, but `Task` belongs to `Project` with \
         `on_delete = restrict`"
            .to_owned()
            + help
    );
    let (project, task) = accepts(project(vec![many()]), task(PLAIN, vec![restrict()]));
    assert_eq!(super::ends::<1>(project, task, 0).target, [1]);
}

#[test]
fn compares_the_keys_of_the_two_sides() {
    let columns = &["id: i64", "project_id: i64", "project_ref: i64"];
    assert_eq!(
        of_project(project(vec![named(has_many("Task", &["project_ref"]))]), task(columns, vec![back()])),
        "`Project` has many `Task` over `Task.project_ref`, but `Task` belongs to `Project` over `Task.project_id`\n\
         help: name the same key on both sides: `#[has_many(Task, foreign_key = project_id)]`; for a second \
         association, give it a name with `as`"
    );
    let second = aliased("drafts", named(has_many("Task", &["project_ref"])));
    accepts(project(vec![second]), task(columns, vec![back()]));
    let by_slug = AssociationDescription { referenced_key: &["slug"], ..many() };
    assert_eq!(
        of_project(project(vec![by_slug]), task(PLAIN, vec![back()])),
        "`Project` has many `Task` over `slug`, but `Task` belongs to `Project` over `id`, with the same key \
         `Task.project_id`\n\
         help: let `source_key` here and `target_key` there name the same"
    );
}

#[test]
fn wants_a_unique_key_for_has_one() {
    let free = || with_column(task(PLAIN, vec![]), "project_id", |column| column.unique = Some(false));
    assert_eq!(
        of_project(project(vec![has_one("Task", &["project_id"])]), free()),
        "`Project` has one `Task`, but `Task.project_id` says `#[column(unique = false)]`\n\
         help: remove `unique = false`, or declare `#[has_many(Task)]` on `Project`"
    );
    assert_eq!(
        of_project(project(vec![has_one("Task", &["project_id"]), many()]), task(PLAIN, vec![])),
        "`Project` has one `Task`, but has many of them as `tasks` over the same key `Task.project_id`\n\
         help: give one of the two its own key, or the has_one a `scope(…)`"
    );
}

#[test]
fn wants_scope_columns_that_exist() {
    let scope = super::super::ScopeDescription { field: "stauts", value: || crate::value::Value::Bool(true) };
    let scoped = AssociationDescription { scope: vec![scope].leak(), ..many() };
    let project = leak(project(vec![scoped]));
    let near = leak(task(&["id: i64", "status: String"], vec![]));
    assert_eq!(
        message_of(move || super::scope_column(project, near, 0, 0)),
        "the scope of `Project.tasks` needs a column `stauts`, but `Task` has none\n\
         help: there is `status`: `scope(status = …)`"
    );
    let far = leak(task(PLAIN, vec![]));
    assert_eq!(
        message_of(move || super::scope_column(project, far, 0, 0)),
        "the scope of `Project.tasks` needs a column `stauts`, but `Task` has none\n\
         help: add the field `stauts` to `Task`, or name one of its columns: `id`, `project_id`"
    );
}

#[test]
fn wants_option_to_be_spelled_out() {
    let task = leak(with_column(task(PLAIN, vec![]), "project_id", |column| {
        column.nullable = true;
        column.rust_type = "MaybeKey";
    }));
    super::option_is_spelled_out(task, 1, true);
    assert_eq!(
        message_of(move || super::option_is_spelled_out(task, 1, false)),
        "the type `MaybeKey` of `Task.project_id` hides an `Option`\n\
         help: write the `Option` in the field: `project_id: Option<…>`"
    );
}
