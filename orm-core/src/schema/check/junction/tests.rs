//! Junctions that fit their two models, and such that do not.
use super::super::super::AssociationDescription;
use super::super::super::fixture::{
    aliased, belongs_to, belongs_to_many as many, leak, message_of, model, named,
};
use super::*;

type Model = &'static ModelDescription;

fn project(association: AssociationDescription) -> Model {
    leak(model("Project", &["id: i64"], vec![association]))
}

fn user(associations: Vec<AssociationDescription>) -> Model {
    leak(model("User", &["id: i64"], associations))
}

fn membership(columns: &[&'static str], associations: Vec<AssociationDescription>) -> Model {
    leak(model("Membership", columns, associations))
}

fn members() -> AssociationDescription {
    aliased("members", many("User", "Membership", &["project_id"]))
}

fn both() -> Vec<AssociationDescription> {
    vec![belongs_to("Project", &["project_id"]), belongs_to("User", &["user_id"])]
}

const COLUMNS: &[&str] = &["!project_id: i64", "!user_id: i64", "role: String"];

fn message(models: [Model; 3]) -> String {
    message_of(move || belongs_to_many(models, 0))
}

#[test]
fn finds_the_columns_of_a_junction() {
    let junction = membership(COLUMNS, both());
    let back = many("Project", "Membership", &["user_id"]);
    let models = [project(members()), user(vec![back]), junction];
    belongs_to_many(models, 0);
    let crossing = crossing::<1, 1>(models, 0);
    assert_eq!(crossing, Crossing { source: [0], near: [0], far: [1], target: [0] });
    assert_eq!(lacking(models, 0, &crossing.near, &crossing.far), 2);
    let bare = [models[0], models[1], membership(&["!project_id: i64", "!user_id: i64"], both())];
    assert_eq!(lacking(bare, 0, &crossing.near, &crossing.far), usize::MAX);
}

#[test]
fn wants_a_junction_that_belongs_to_both_sides() {
    let junction = membership(COLUMNS, vec![belongs_to("Project", &["project_id"])]);
    assert_eq!(
        message([project(members()), user(vec![]), junction]),
        "`Project` belongs to many `User` as `members` through `Membership`, but `Membership` does not belong to \
         `User`\n\
         help: add `#[belongs_to(User)]` to `Membership`, with the field `user_id: i64`"
    );
}

#[test]
fn wants_to_know_which_of_two_keys_is_meant() {
    let columns = &["!project_id: i64", "!member_id: i64", "inviter_id: i64"];
    let associations = || {
        vec![
            belongs_to("Project", &["project_id"]),
            aliased("member", belongs_to("User", &["member_id"])),
            aliased("inviter", belongs_to("User", &["inviter_id"])),
        ]
    };
    let junction = membership(columns, associations());
    assert_eq!(
        message([project(members()), user(vec![]), junction]),
        "`Project` belongs to many `User` as `members` through `Membership`, but `Membership` belongs to `User` \
         in two ways\n\
         help: say which one is meant: `other_key = member_id`, or `other_key = inviter_id`"
    );
    let wrong = AssociationDescription { foreign_key: &["role"], ..named(members()) };
    assert_eq!(
        message([project(wrong), user(vec![]), membership(COLUMNS, both())]),
        "`Project` belongs to many `User` as `members` through `Membership`, but `Membership` does not belong to \
         `Project` over `foreign_key = role`\n\
         help: name a key that does: `foreign_key = project_id`"
    );
}

#[test]
fn wants_names_for_both_ends_of_a_self_association() {
    let friends = aliased("friends", many("User", "Friendship", &["user_id"]));
    let person = user(vec![AssociationDescription { singular: "friend", ..friends }]);
    let ends = |second: &'static str, key: &'static str| {
        let columns = &["!user_id: i64", "!friend_id: i64"];
        let associations = vec![
            belongs_to("User", &["user_id"]),
            aliased(second, named(belongs_to("User", vec![key].leak()))),
        ];
        leak(model("Friendship", columns, associations))
    };
    let crossing = crossing::<1, 1>([person, person, ends("friend", "friend_id")], 0);
    assert_eq!((crossing.near, crossing.far), ([0], [1]));
    assert_eq!(
        message([person, person, ends("other", "friend_id")]),
        "`User` belongs to many `User` as `friends` through `Friendship`, but `Friendship` belongs to `User` in \
         two ways\n\
         help: say which one is meant: `other_key = user_id`, or `other_key = friend_id`"
    );
}

#[test]
fn compares_the_junctions_of_the_two_sides() {
    let plain = || many("User", "Membership", &["project_id"]);
    let other = many("Project", "Assignment", &["user_id"]);
    // `Project` comes before `User`, and reports it.
    let [first, second] = [project(plain()), user(vec![other])];
    let text = message([first, second, membership(COLUMNS, both())]);
    assert!(text.ends_with(
        "help: name the same junction on both sides; for a second association, give it a name with `as`"
    ));
}
