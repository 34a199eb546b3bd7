//! Predicates that run across associations.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use super::fixture::*;
use crate::case::Test;

crate::cases!["queries": [
    an_offset_counts_rows_whatever_the_matches,
    any_and_none_of_a_to_many,
    any_with_optional_predicates,
    counts_compare,
    existence_needs_no_predicate,
    matches_a_to_one,
    nests_over_two_levels,
    runs_over_a_self_association,
    runs_through_a_has_one,
]];

/// SQLite's planner once counted the matches of `EXISTS` instead.
async fn an_offset_counts_rows_whatever_the_matches(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let busy = || Project::query().filter(Project::TASKS.exists()).order_by(Project::ID.asc());
    let all = busy().all(&db).await?;
    assert!(all.len() > 1);
    for skipped in 0..all.len() {
        let rest = busy().limit(100).offset(u64::try_from(skipped).unwrap()).all(&db).await?;
        assert_eq!(rest, all[skipped..]);
    }
    Ok(())
}

async fn any_and_none_of_a_to_many(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(projects(&db, Project::TASKS.any(Task::DONE.eq(true))).await?, [1, 2]);
    assert_eq!(projects(&db, Project::TASKS.any(Task::POINTS.gt(4))).await?, [2]);
    assert_eq!(projects(&db, Project::TASKS.none(Task::POINTS.gt(4))).await?, [1, 3]);
    assert_eq!(projects(&db, !Project::TASKS.any(Task::POINTS.gt(4))).await?, [1, 3]);
    // Both hold for one task, or each for some task.
    let one = Project::TASKS.any(Task::DONE.eq(false) & Task::POINTS.eq(8));
    assert_eq!(projects(&db, one).await?, NO_IDS);
    let each = Project::TASKS.any(Task::DONE.eq(false)) & Project::TASKS.any(Task::POINTS.eq(8));
    assert_eq!(projects(&db, each).await?, [2]);
    assert_eq!(
        projects(&db, Project::NAME.eq("mercury") | Project::TASKS.any(Task::POINTS.eq(1))).await?,
        [1, 3]
    );
    Ok(())
}

async fn any_with_optional_predicates(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let with = |points: Option<i64>| Project::TASKS.any(points.map(|points| Task::POINTS.gt(points)));
    assert_eq!(projects(&db, with(Some(4))).await?, [2]);
    assert_eq!(projects(&db, with(None)).await?, [1, 2]);
    Ok(())
}

async fn existence_needs_no_predicate(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(projects(&db, Project::TASKS.exists()).await?, [1, 2]);
    assert_eq!(projects(&db, Project::TASKS.is_empty()).await?, [3]);
    assert_eq!(tasks(&db, Task::PROJECT.exists()).await?, [1, 2, 3, 4, 5]);
    assert_eq!(tasks(&db, Task::PROJECT.is_empty()).await?, [6]);
    assert_eq!(users(&db, User::PROJECTS.is_empty()).await?, [3]);
    Ok(())
}

async fn counts_compare(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(projects(&db, Project::TASKS.count().eq(3)).await?, [2]);
    assert_eq!(projects(&db, Project::TASKS.count().ne(3)).await?, [1, 3]);
    assert_eq!(projects(&db, Project::TASKS.count().gt(1)).await?, [1, 2]);
    assert_eq!(projects(&db, Project::TASKS.count().gte(3)).await?, [2]);
    assert_eq!(projects(&db, Project::TASKS.count().lt(3)).await?, [1, 3]);
    assert_eq!(projects(&db, Project::TASKS.count().lte(0)).await?, [3]);
    assert_eq!(projects(&db, Project::TASKS.count_where(Task::DONE.eq(true)).eq(2)).await?, [2]);
    assert_eq!(projects(&db, Project::TASKS.count_where(Task::DONE.eq(true)).lt(1)).await?, [3]);
    Ok(())
}

async fn matches_a_to_one(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::PROJECT.matches(Project::NAME.eq("apollo"))).await?, [1, 2]);
    assert_eq!(tasks(&db, !Task::PROJECT.matches(Project::NAME.eq("apollo"))).await?, [3, 4, 5, 6]);
    let other = Task::PROJECT.matches(!Project::NAME.eq("apollo"));
    assert_eq!(tasks(&db, other).await?, [3, 4, 5]);
    Ok(())
}

async fn nests_over_two_levels(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let of_ada = Task::PROJECT.matches(Project::OWNER.matches(User::NAME.eq("ada")));
    assert_eq!(tasks(&db, of_ada).await?, [1, 2]);
    let busy = User::PROJECTS.any(Project::TASKS.any(Task::POINTS.eq(8)));
    assert_eq!(users(&db, busy).await?, [2]);
    let idle = User::PROJECTS.none(Project::TASKS.any(Task::POINTS.eq(8)));
    assert_eq!(users(&db, idle).await?, [1, 3]);
    let many = User::PROJECTS.any(Project::TASKS.count().gte(3) & Project::NAME.starts_with("g"));
    assert_eq!(users(&db, many).await?, [2]);
    // There and back: the tasks whose project has a further task of more points.
    let topped = Task::PROJECT.matches(Project::TASKS.any(Task::POINTS.gt(4)));
    assert_eq!(tasks(&db, topped.and(Task::POINTS.lt(4))).await?, [3]);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Self, as = children, foreign_key = parent_id)]
#[belongs_to(Self, as = parent)]
#[has_one(Label)]
struct Node {
    id: i64,
    name: String,
    parent_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Node)]
struct Label {
    id: i64,
    text: String,
    node_id: Option<i64>,
}

const TREE: Schema = schema![Node, Label];

/// root → (left → leaf, right)
async fn tree(db: &Db) -> Result<Node> {
    TREE.sync(db).await?;
    let root = Node::build().name("root").insert(db).await?;
    let left = root.create_child(db, Node::build().name("left")).await?;
    root.create_child(db, Node::build().name("right")).await?;
    left.create_child(db, Node::build().name("leaf")).await?;
    Ok(root)
}

async fn nodes(db: &Db, filter: impl orm::query::Filter<Node>) -> Result<Vec<String>> {
    Node::query().filter(filter).order_by(Node::ID.asc()).select(Node::NAME).all(db).await
}

async fn runs_over_a_self_association(Test { db, .. }: Test) -> Result<()> {
    let root = tree(&db).await?;
    assert_eq!(nodes(&db, Node::CHILDREN.any(Node::NAME.eq("leaf"))).await?, ["left"]);
    assert_eq!(nodes(&db, Node::CHILDREN.is_empty()).await?, ["right", "leaf"]);
    assert_eq!(nodes(&db, Node::PARENT.matches(Node::NAME.eq("root"))).await?, ["left", "right"]);
    assert_eq!(nodes(&db, Node::PARENT.is_empty()).await?, ["root"]);
    let grandchildren = Node::CHILDREN.any(Node::CHILDREN.any(Node::NAME.eq("leaf")));
    assert_eq!(nodes(&db, grandchildren).await?, ["root"]);
    assert_eq!(
        nodes(&db, Node::PARENT.matches(Node::PARENT.matches(Node::NAME.eq("root")))).await?,
        ["leaf"]
    );
    let siblings = Node::PARENT.matches(Node::CHILDREN.count().eq(2)) & Node::NAME.ne("left");
    assert_eq!(nodes(&db, siblings).await?, ["right"]);
    let inner = root.get_children(&db).filter(Node::CHILDREN.exists()).await?;
    assert_eq!(inner.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["left"]);
    let query = Node::query().order_by([Node::PARENT.order(Node::NAME.desc().nulls_last()), Node::ID.asc()]);
    assert_eq!(query.select(Node::NAME).all(&db).await?, ["left", "right", "leaf", "root"]);
    Ok(())
}

async fn runs_through_a_has_one(Test { db, .. }: Test) -> Result<()> {
    let root = tree(&db).await?;
    root.create_label(&db, Label::build().text("top")).await?;
    assert_eq!(nodes(&db, Node::LABEL.matches(Label::TEXT.eq("top"))).await?, ["root"]);
    assert_eq!(nodes(&db, Node::LABEL.is_empty()).await?, ["left", "right", "leaf"]);
    assert_eq!(nodes(&db, Node::PARENT.matches(Node::LABEL.exists())).await?, ["left", "right"]);
    let query = Node::query().order_by([Node::LABEL.order(Label::TEXT.asc().nulls_last()), Node::ID.desc()]);
    assert_eq!(query.select(Node::NAME).all(&db).await?, ["root", "leaf", "right", "left"]);
    Ok(())
}
