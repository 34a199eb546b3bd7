//! Includes of owners that say something of one model or another: a filter, what is loaded further.
use orm::prelude::*;
use orm::{Loaded, Result, schema};
use serde_json::json;

use crate::case::Test;
use crate::cases::statements::Statements;

crate::cases!["polymorphic": [
    chooses_columns_of_owners_by_model,
    drops_rows_without_an_owner_that_is_loaded,
    gets_an_owner_refined,
    includes_associations_of_owners_by_model,
    includes_owners_of_a_model_that_satisfy_a_filter,
    includes_owners_with_what_their_model_requires,
    loads_refined_owners_onto_rows_in_memory,
]];

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Author)]
#[has_many(Remark, via = subject)]
struct Article {
    id: i64,
    title: String,
    author_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Album)]
struct Photo {
    id: i64,
    link: String,
    album_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[has_many(Article)]
struct Author {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[has_many(Photo)]
struct Album {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(Article | Photo, as = subject)]
#[belongs_to(Article | Photo, as = source)]
struct Remark {
    id: i64,
    subject_type: String,
    subject_id: i64,
    source_type: Option<String>,
    source_id: Option<i64>,
}

const SCHEMA: Schema = schema![Article, Photo, Author, Album, Remark];

/// Remarks on an article with an author, one without, and a photo; the second has the first article as its source.
async fn remarks(db: &Db) -> Result<Vec<Remark>> {
    SCHEMA.sync(db).await?;
    let first = Article::build().title("first").author(Author::build().name("ada")).insert(db).await?;
    let second = Article::build().title("second").insert(db).await?;
    let photo = Photo::build().link("l").album(Album::build()).insert(db).await?;
    let on = [
        Remark::build().subject(&*first),
        Remark::build().subject(&second).source(&*first),
        Remark::build().subject(&*photo),
    ];
    Remark::insert_all(db, on).await
}

/// One that does not satisfy it is as if it were not there; those of other models are not asked.
async fn includes_owners_of_a_model_that_satisfy_a_filter(Test { db, .. }: Test) -> Result<()> {
    remarks(&db).await?;
    let statements = Statements::count();
    let filter = Remark::SUBJECT.filter(Article::TITLE.ne("first"));
    let found = Remark::query().order_by(Remark::ID.asc()).include(filter.clone()).all(&db).await?;
    assert_eq!(statements.sent(), 3);
    let subjects: Vec<&Option<Subject>> = found.iter().map(|remark| &remark.subject).collect();
    assert!(subjects[0].is_none());
    assert!(matches!(subjects[1], Some(Subject::Article(Article { id: 2, .. }))));
    assert!(matches!(subjects[2], Some(Subject::Photo(_))));
    // A second one restricts further, and one for the other model restricts that.
    let further =
        filter.filter(Article::ID.lt(2)).filter(Photo::LINK.ne("l")).filter(None::<Predicate<Photo>>);
    let found = Remark::query().include(further).all(&db).await?;
    assert!(found.iter().all(|remark| remark.subject.is_none()));
    let sources = Remark::query().include(Remark::SOURCE.filter(Article::TITLE.eq("first")));
    let sources: Vec<_> = sources.all(&db).await?.into_iter().filter_map(|remark| remark.source).collect();
    assert!(matches!(sources.as_slice(), [Source::Article(Article { id: 1, .. })]));
    Ok(())
}

type WithAll = Loaded![Remark {
    subject: Subject<Loaded![Article { author { articles } }], Loaded![Photo { album }]>
}];

async fn includes_associations_of_owners_by_model(Test { db, .. }: Test) -> Result<()> {
    remarks(&db).await?;
    let statements = Statements::count();
    let subject = Remark::SUBJECT.include(Article::AUTHOR.include(Author::ARTICLES)).include(Photo::ALBUM);
    let found: Vec<WithAll> = Remark::query().order_by(Remark::ID.asc()).include(subject).all(&db).await?;
    // The remarks, articles, authors, their articles, photos with their albums.
    assert_eq!(statements.sent(), 5);
    let Subject::Article(article) = &found[0].subject else { panic!("{:?}", found[0].subject) };
    let author = article.author.as_ref().unwrap();
    assert_eq!((article.title.as_str(), author.name.as_str(), author.articles.len()), ("first", "ada", 1));
    assert!(matches!(&found[1].subject, Subject::Article(article) if article.author.is_none()));
    assert!(matches!(&found[2].subject, Subject::Photo(photo) if photo.album.id == 1));
    assert_eq!(found[2].clone(), found[2]);
    let expected = json!({
        "id": 3, "subject_type": "photo", "subject_id": 1, "source_type": null, "source_id": null,
        "subject": { "id": 1, "link": "l", "album_id": 1, "album": { "id": 1 } },
    });
    assert_eq!(serde_json::to_value(&found[2]).unwrap(), expected);
    // Beside others, below others, and the owner of an owner's rows.
    let remarks = Article::REMARKS.include(Remark::SUBJECT.include(Article::AUTHOR)).include(Remark::SOURCE);
    let articles = Article::query().order_by(Article::ID.desc()).include(remarks).all(&db).await?;
    let [remark] = articles[0].remarks.as_slice() else { panic!("{:?}", articles[0].remarks) };
    assert!(matches!(&remark.subject, Subject::Article(article) if article.id == 2));
    assert!(matches!(&remark.source, Some(Source::Article(article)) if article.id == 1));
    Ok(())
}

/// An owner that lacks what its include requires is left out; the row above stays.
async fn includes_owners_with_what_their_model_requires(Test { db, .. }: Test) -> Result<()> {
    remarks(&db).await?;
    let subject = Remark::SUBJECT.include(Article::AUTHOR.required());
    let found = Remark::query().order_by(Remark::ID.asc()).include(subject).all(&db).await?;
    assert!(matches!(&found[0].subject, Some(Subject::Article(article)) if article.author.name == "ada"));
    assert!(found[1].subject.is_none());
    assert!(matches!(found[2].subject, Some(Subject::Photo(_))));
    Ok(())
}

async fn drops_rows_without_an_owner_that_is_loaded(Test { db, .. }: Test) -> Result<()> {
    remarks(&db).await?;
    let query = || Remark::query().order_by(Remark::ID.asc());
    let found = query().include(Remark::SOURCE.required()).all(&db).await?;
    let [remark] = found.as_slice() else { panic!("{found:?}") };
    let source: &Source = &remark.source;
    assert_eq!((remark.id, matches!(source, Source::Article(_))), (2, true));
    let subject = Remark::SUBJECT.filter(Article::TITLE.ne("first")).required();
    assert_eq!(query().include(subject.clone()).all(&db).await?.len(), 2);
    // Pages and counts are of those that are left.
    let page = query().include(subject.clone()).page(&db, 2, 1).await?;
    assert_eq!((page.total, page.rows[0].id), (2, 3));
    let authored = subject.include(Article::AUTHOR.required());
    let found = query().include(authored).all(&db).await?;
    assert_eq!(found.iter().map(|remark| remark.id).collect::<Vec<_>>(), [3]);
    // An owner that is gone is none.
    Photo::delete_all().execute(&db).await?;
    assert_eq!(query().include(Remark::SUBJECT.required()).all(&db).await?.len(), 2);
    // Articles with a remark whose source is an article.
    let remarks = Article::REMARKS.include(Remark::SOURCE.required()).required();
    let articles = Article::query().include(remarks).all(&db).await?;
    assert_eq!(
        articles.iter().map(|article| (article.id, article.remarks.len())).collect::<Vec<_>>(),
        [(2, 1)]
    );
    Ok(())
}

type WithTitles = Loaded![Remark { subject: Subject<(i64, String), Loaded![Photo { album }]>, source: Option<Source<String>> }];

/// In place of rows, and beside rows of the other model with what is loaded onto those.
async fn chooses_columns_of_owners_by_model(Test { db, .. }: Test) -> Result<()> {
    let remarks = remarks(&db).await?;
    let statements = Statements::count();
    let subject = Remark::SUBJECT.select((Article::ID, Article::TITLE)).include(Photo::ALBUM);
    let query = Remark::query().order_by(Remark::ID.asc());
    let query = query.include(subject).include(Remark::SOURCE.select(Article::TITLE));
    let found: Vec<WithTitles> = query.all(&db).await?;
    // The remarks, the articles, the photos with their albums, the articles that are sources.
    assert_eq!(statements.sent(), 4);
    assert_eq!(found[0].subject, Subject::Article((1, "first".to_owned())));
    assert_eq!(found[1].subject, Subject::Article((2, "second".to_owned())));
    assert!(matches!(&found[2].subject, Subject::Photo(photo) if photo.album.id == 1));
    assert_eq!(found[1].source, Some(Source::Article("first".to_owned())));
    assert!(found[0].source.is_none());
    assert_eq!(serde_json::to_value(&found[0]).unwrap()["subject"], json!([1, "first"]));
    // Both models, of fewer rows, none of which is missing.
    let both = Remark::SUBJECT.select(Article::TITLE).select(Photo::LINK).filter(Article::TITLE.ne("first"));
    let some = Remark::query().order_by(Remark::ID.asc()).include(both.clone()).all(&db).await?;
    assert!(some[0].subject.is_none());
    let owned = both.required().load(&db, remarks.clone()).await?;
    let owners: Vec<Subject<String, String>> = owned.into_iter().map(|remark| remark.subject).collect();
    assert_eq!(owners, [Subject::Article("second".to_owned()), Subject::Photo("l".to_owned())]);
    let owner = remarks[2].get_subject(&db).select(Photo::LINK).await?;
    assert_eq!(owner, Subject::Photo("l".to_owned()));
    Ok(())
}

async fn loads_refined_owners_onto_rows_in_memory(Test { db, .. }: Test) -> Result<()> {
    let remarks = remarks(&db).await?;
    let loaded = Remark::SUBJECT.include(Article::AUTHOR).load(&db, remarks.clone()).await?;
    let loaded = Remark::SOURCE.load(&db, loaded).await?;
    assert!(matches!(&loaded[0].subject, Subject::Article(article) if article.author.is_some()));
    assert!(loaded[1].source.is_some());
    let owned = Remark::SUBJECT.filter(Photo::LINK.eq("x")).required().load(&db, remarks).await?;
    assert_eq!(owned.iter().map(|remark| remark.id).collect::<Vec<_>>(), [1, 2]);
    Ok(())
}

async fn gets_an_owner_refined(Test { db, .. }: Test) -> Result<()> {
    let remarks = remarks(&db).await?;
    let statements = Statements::count();
    let owner = remarks[0].get_subject(&db).include(Article::AUTHOR).include(Photo::ALBUM).await?;
    assert_eq!(statements.sent(), 1);
    assert!(
        matches!(&owner, Subject::Article(article) if article.author.as_ref().is_some_and(|one| one.name == "ada"))
    );
    let filtered = |remark: &Remark| remark.get_subject(&db).filter(Article::TITLE.eq("second"));
    assert!(filtered(&remarks[0]).await?.is_none());
    assert!(matches!(filtered(&remarks[1]).await?, Some(Subject::Article(_))));
    assert!(matches!(filtered(&remarks[2]).await?, Some(Subject::Photo(_))));
    let authored = remarks[1].get_subject(&db).include(Article::AUTHOR.required()).await?;
    assert!(authored.is_none());
    assert!(remarks[0].get_source(&db).include(Article::AUTHOR).await?.is_none());
    Ok(())
}
