//! Scopes, explicit keys, trees of one model, links beside new rows, and how many statements a tree takes.
use orm::prelude::*;
use orm::{Loaded, Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["nested_create": [
    writes_scopes,
    keeps_explicit_keys,
    stores_a_tree_of_one_model,
    links_existing_rows_beside_new_ones,
    takes_a_child_or_none,
    stores_many_trees,
    gives_defaults_and_stamps,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, as = notes, foreign_key = post_id, scope(kind = "note"))]
#[has_many(Comment, as = replies, foreign_key = post_id, scope(kind = "reply"))]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Post)]
struct Comment {
    id: i64,
    body: String,
    kind: String,
    #[column(default = 3)]
    stars: i32,
    post_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Node, as = parent)]
#[has_many(Node, as = children, foreign_key = parent_id)]
struct Node {
    id: i64,
    name: String,
    parent_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person, as = author)]
#[belongs_to(Person, as = editor)]
struct Book {
    id: i64,
    title: String,
    author_id: i64,
    editor_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_one(Badge)]
#[has_many(Book, as = books, foreign_key = author_id)]
struct Person {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person)]
struct Badge {
    id: i64,
    code: String,
    person_id: Option<i64>,
}

async fn writes_scopes(Test { db, .. }: Test) -> Result<()> {
    schema![Post, Comment].sync(&db).await?;
    let note = |body: &str| Comment::build().body(body);
    let post =
        Post::build().title("t").notes([note("n")]).replies([note("r"), note("s")]).insert(&db).await?;
    assert_eq!(post.notes.iter().map(|comment| comment.kind.as_str()).collect::<Vec<_>>(), ["note"]);
    assert_eq!(post.replies.iter().map(|comment| comment.kind.as_str()).collect::<Vec<_>>(), ["reply"; 2]);
    let replies = Post::REPLIES.order_by(Comment::ID.asc());
    assert_eq!(post, Post::query().include(Post::NOTES).include(replies).one(&db).await?);
    Ok(())
}

async fn gives_defaults_and_stamps(Test { db, .. }: Test) -> Result<()> {
    schema![Post, Comment].sync(&db).await?;
    let comments = [Comment::build().body("a").stars(5), Comment::build().body("b")];
    let post = Post::build().title("t").notes(comments).insert(&db).await?;
    assert_eq!(post.notes.iter().map(|comment| comment.stars).collect::<Vec<_>>(), [5, 3]);
    Ok(())
}

async fn keeps_explicit_keys(Test { db, .. }: Test) -> Result<()> {
    schema![Node].sync(&db).await?;
    let children = [Node::build().id(70).name("a"), Node::build().name("b"), Node::build().id(60).name("c")];
    let root = Node::build().id(50).name("root").children(children).insert(&db).await?;
    let ids: Vec<_> = root.children.iter().map(|node| (node.name.as_str(), node.parent_id)).collect();
    assert_eq!(ids, [("a", Some(50)), ("b", Some(50)), ("c", Some(50))]);
    assert_eq!((root.children[0].id, root.children[2].id), (70, 60));
    assert!(![50, 60, 70].contains(&root.children[1].id));
    Ok(())
}

async fn stores_a_tree_of_one_model(Test { db, .. }: Test) -> Result<()> {
    schema![Node].sync(&db).await?;
    let leaf = |name: &str| Node::build().name(name);
    let middle = Node::build().name("middle").children([leaf("x"), leaf("y")]).parent(leaf("root"));
    let middle: Loaded![Node { parent, children }] = middle.insert(&db).await?;
    assert_eq!(middle.parent.as_ref().map(|node| node.name.as_str()), Some("root"));
    let names: Vec<(String, Option<i64>)> =
        rows(&db, Node::ID.asc()).await?.into_iter().map(|node: Node| (node.name, node.parent_id)).collect();
    let row = |name: &str, parent: Option<i64>| (name.to_owned(), parent);
    assert_eq!(names, [row("root", None), row("middle", Some(1)), row("x", Some(2)), row("y", Some(2))]);
    let three = leaf("top").children([Node::build().name("m").children([leaf("z")])]).insert(&db).await?;
    assert_eq!(three.children[0].children[0].parent_id, Some(three.children[0].id));
    Ok(())
}

async fn links_existing_rows_beside_new_ones(Test { db, .. }: Test) -> Result<()> {
    schema![Book, Person, Badge].sync(&db).await?;
    let ann = Person::build().name("ann").insert(&db).await?;
    let book = Book::build().title("x").author(&ann).editor(Person::build().name("bob")).insert(&db).await?;
    assert_eq!((book.author_id, book.editor_id, book.editor.name.as_str()), (1, 2, "bob"));
    let by_key = Book::build().title("y").author(Person::build().name("cid")).editor(1).insert(&db).await?;
    assert_eq!((by_key.author.id, by_key.editor_id), (3, 1));
    // A new person's new books may name an existing one.
    let dot =
        Person::build().name("dot").books([Book::build().title("z").editor(ann.id)]).insert(&db).await?;
    assert_eq!((dot.books[0].author_id, dot.books[0].editor_id), (dot.id, ann.id));
    Ok(())
}

async fn takes_a_child_or_none(Test { db, .. }: Test) -> Result<()> {
    schema![Book, Person, Badge].sync(&db).await?;
    let people = [Some("a"), None, Some("b")]
        .map(|code| Person::build().name("p").badge(code.map(|code| Badge::build().code(code))));
    let people = Person::insert_all(&db, people).await?;
    let codes: Vec<_> =
        people.iter().map(|person| person.badge.as_ref().map(|badge| badge.code.as_str())).collect();
    assert_eq!(codes, [Some("a"), None, Some("b")]);
    assert!(
        people
            .iter()
            .all(|person| person.badge.as_ref().is_none_or(|badge| badge.person_id == Some(person.id)))
    );
    assert_eq!(people, Person::query().order_by(Person::ID.asc()).include(Person::BADGE).all(&db).await?);
    Ok(())
}

/// More rows than one statement may have; each tree keeps its own.
async fn stores_many_trees(Test { db, .. }: Test) -> Result<()> {
    schema![Node].sync(&db).await?;
    let node = |name: String| Node::build().name(name);
    let trees =
        (0..3000).map(|n| node(format!("{n}")).children((0..n % 4).map(move |c| node(format!("{n}.{c}")))));
    let trees = Node::insert_all(&db, trees).await?;
    assert_eq!(trees.len(), 3000);
    for (n, tree) in trees.iter().enumerate() {
        assert_eq!((tree.name.as_str(), tree.children.len()), (n.to_string().as_str(), n % 4));
        assert!(tree.children.iter().all(|child| child.parent_id == Some(tree.id)));
        assert!(tree.children.iter().all(|child| child.name.starts_with(&format!("{n}."))));
    }
    let stored = Node::query().filter(Node::PARENT_ID.is_null()).order_by(Node::ID.asc());
    assert_eq!(trees, stored.include(Node::CHILDREN.order_by(Node::ID.asc())).all(&db).await?);
    Ok(())
}
