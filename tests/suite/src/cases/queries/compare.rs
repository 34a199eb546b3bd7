//! Comparisons, and how predicates combine.
use orm::Result;
use orm::query::Predicate;
use orm::value::ColumnType as _;

use super::fixture::*;
use crate::case::Test;

crate::cases!["queries": [
    between_includes_its_ends,
    combines_predicates,
    compares_numbers,
    compares_other_types,
    compares_two_columns,
    empty_columns_neither_equal_nor_differ,
    filters_add_up,
    lists_of_predicates,
    null_tests,
    optional_filters,
    predicates_in_sql_of_ones_own,
    values_are_never_part_of_the_text,
]];

async fn compares_numbers(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::POINTS.eq(5)).await?, [4]);
    assert_eq!(tasks(&db, Task::POINTS.ne(5)).await?, [1, 2, 3, 5, 6]);
    assert_eq!(tasks(&db, Task::POINTS.gt(5)).await?, [5, 6]);
    assert_eq!(tasks(&db, Task::POINTS.gte(5)).await?, [4, 5, 6]);
    assert_eq!(tasks(&db, Task::POINTS.lt(3)).await?, [1, 2]);
    assert_eq!(tasks(&db, Task::POINTS.lte(3)).await?, [1, 2, 3]);
    assert_eq!(tasks(&db, Task::POINTS.gt(i64::MAX)).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::POINTS.gt(i64::MIN)).await?.len(), 6);
    let five = 5_i64;
    assert_eq!(tasks(&db, Task::POINTS.eq(&five)).await?, [4]);
    Ok(())
}

async fn compares_other_types(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::DONE.eq(true)).await?, [1, 4, 5]);
    assert_eq!(tasks(&db, Task::DONE.ne(true)).await?, [2, 3, 6]);
    assert_eq!(tasks(&db, Task::TITLE.eq("beta")).await?, [2]);
    assert_eq!(tasks(&db, Task::TITLE.eq(String::from("beta"))).await?, [2]);
    assert_eq!(tasks(&db, Task::TITLE.eq("Beta")).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::TITLE.gte("gamma")).await?, [3, 6]);
    assert_eq!(tasks(&db, Task::WEIGHT.eq(1.5)).await?, [2]);
    assert_eq!(tasks(&db, Task::WEIGHT.lt(0.0)).await?, [4]);
    assert_eq!(tasks(&db, Task::WEIGHT.eq(-0.0)).await?, [6]);
    assert_eq!(tasks(&db, Task::WEIGHT.lt(f64::INFINITY)).await?, [1, 2, 4, 6]);
    Ok(())
}

async fn between_includes_its_ends(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::POINTS.between(2, 5)).await?, [2, 3, 4]);
    assert_eq!(tasks(&db, Task::POINTS.between(5, 2)).await?, NO_IDS);
    assert_eq!(tasks(&db, !Task::POINTS.between(2, 5)).await?, [1, 5, 6]);
    assert_eq!(tasks(&db, Task::TITLE.between("beta", "delta")).await?, [2, 4]);
    Ok(())
}

async fn null_tests(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::WEIGHT.is_null()).await?, [3, 5]);
    assert_eq!(tasks(&db, Task::WEIGHT.is_not_null()).await?, [1, 2, 4, 6]);
    assert_eq!(tasks(&db, Task::NOTE.is_null()).await?, [1, 3]);
    assert_eq!(tasks(&db, Task::NOTE.eq("")).await?, [5], "an empty text is a value");
    Ok(())
}

async fn empty_columns_neither_equal_nor_differ(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::NOTE.ne("later")).await?, [4, 5]);
    assert_eq!(tasks(&db, !Task::NOTE.eq("later")).await?, [4, 5]);
    assert_eq!(tasks(&db, Task::NOTE.ne("later") | Task::NOTE.is_null()).await?, [1, 3, 4, 5]);
    Ok(())
}

async fn combines_predicates(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let (small, done) = (|| Task::POINTS.lt(4), || Task::DONE.eq(true));
    assert_eq!(tasks(&db, small().and(done())).await?, [1]);
    assert_eq!(tasks(&db, small().or(done())).await?, [1, 2, 3, 4, 5]);
    assert_eq!(tasks(&db, small() & !done()).await?, [2, 3]);
    assert_eq!(tasks(&db, !(small() | done())).await?, [6]);
    assert_eq!(tasks(&db, !!small()).await?, [1, 2, 3]);
    // `or` of an `and`, and `and` of an `or`, keep their parentheses.
    assert_eq!(tasks(&db, Task::POINTS.eq(13).or(small().and(done()))).await?, [1, 6]);
    assert_eq!(tasks(&db, Task::POINTS.eq(13).or(small()).and(done())).await?, [1]);
    assert_eq!(tasks(&db, done().and(Task::POINTS.eq(13).or(small()))).await?, [1]);
    Ok(())
}

async fn lists_of_predicates(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let points = |wanted: &[i64]| wanted.iter().map(|points| Task::POINTS.eq(points)).collect::<Vec<_>>();
    assert_eq!(tasks(&db, Predicate::any(points(&[1, 13]))).await?, [1, 6]);
    assert_eq!(tasks(&db, Predicate::all(points(&[1, 13]))).await?, NO_IDS);
    assert_eq!(tasks(&db, Predicate::any(points(&[]))).await?, NO_IDS);
    assert_eq!(tasks(&db, Predicate::all(points(&[]))).await?.len(), 6);
    assert_eq!(tasks(&db, !Predicate::any(points(&[]))).await?.len(), 6);
    assert_eq!(tasks(&db, !Predicate::all(points(&[]))).await?, NO_IDS);
    assert_eq!(tasks(&db, Predicate::any(points(&[])).or(Task::POINTS.eq(1))).await?, [1]);
    let many: Vec<_> = (0..500).collect();
    assert_eq!(tasks(&db, Predicate::any(points(&many))).await?.len(), 6);
    Ok(())
}

async fn optional_filters(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let search = |title: Option<&str>, done: Option<bool>| {
        let (title, done) = (title.map(|title| Task::TITLE.eq(title)), done.map(|done| Task::DONE.eq(done)));
        orm::Model::query().filter(title).filter(done).order_by(Task::ID.asc()).select(Task::ID)
    };
    assert_eq!(search(None, None).all(&db).await?.len(), 6);
    assert_eq!(search(None, Some(true)).all(&db).await?, [1, 4, 5]);
    assert_eq!(search(Some("delta"), Some(true)).all(&db).await?, [4]);
    assert_eq!(search(Some("delta"), Some(false)).all(&db).await?, NO_IDS);
    Ok(())
}

async fn filters_add_up(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let query = <Task as orm::Model>::query().filter(Task::DONE.eq(true).or(Task::POINTS.eq(3)));
    let query = query.filter(Task::POINTS.lt(8).or(Task::POINTS.gt(10)));
    assert_eq!(query.clone().count(&db).await?, 3);
    assert_eq!(query.filter(Task::WEIGHT.is_null()).one(&db).await?.id, 3);
    Ok(())
}

async fn compares_two_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::ID.eq_column(Task::POINTS)).await?, [1, 2, 3]);
    assert_eq!(tasks(&db, Task::PROJECT_ID.eq_column(Task::ID)).await?, [1]);
    Ok(())
}

async fn predicates_in_sql_of_ones_own(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let odd = || Predicate::<Task>::sql("points % ? = ?", [2_i64.to_value(), 1_i64.to_value()]);
    assert_eq!(tasks(&db, odd()).await?, [1, 3, 4, 6]);
    assert_eq!(tasks(&db, Task::DONE.eq(false).and(odd()).and(Task::POINTS.lt(5))).await?, [3]);
    assert_eq!(tasks(&db, Predicate::sql("title = '??'", [])).await?, NO_IDS);
    assert_eq!(tasks(&db, !Predicate::sql("points = 1 OR points = 2", [])).await?, [3, 4, 5, 6]);
    Ok(())
}

async fn values_are_never_part_of_the_text(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let hostile = "x' OR '1'='1'; DROP TABLE tasks; --";
    assert_eq!(tasks(&db, Task::TITLE.eq(hostile)).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::TITLE.contains(hostile)).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::TITLE.is_in([hostile, "\"]', 'alpha"])).await?, NO_IDS);
    let query = <Task as orm::Model>::query().filter(Task::TITLE.eq(hostile).or(Task::TITLE.like(hostile)));
    assert!(!query.to_sql(&db).contains("DROP"));
    assert_eq!(tasks(&db, None).await?.len(), 6);
    Ok(())
}
