//! Several tasks on one junction at once.
use orm::prelude::*;
use orm::{Result, schema, sql};

use super::fixture::*;
use crate::case::Test;

crate::cases!["many_to_many": [
    add_parallel,
    eight_tasks_change_one_junction,
    links_in_opposite_orders_do_not_deadlock,
    no_link_is_lost,
    not_unique_parallel,
    sets_in_parallel_leave_one_of_the_lists,
]];

const TASKS: i64 = 8;

/// Runs the tasks, with a number each, and gives the first error.
async fn all_of<F>(work: impl Fn(i64) -> F) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let running: Vec<_> = (0..TASKS).map(|task| tokio::spawn(work(task))).collect();
    for task in running {
        task.await.unwrap()?;
    }
    Ok(())
}

/// Other than in the oracle, nobody is refused.
async fn add_parallel(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    all_of(|_| {
        let (db, u1) = (db.clone(), u1.clone());
        async move { u1.add_projects(&db, [1, 2, 3]).await }
    })
    .await?;
    assert_eq!(links(&db).await?, [(1, 1), (1, 2), (1, 3)]);
    Ok(())
}

/// How often each task writes.
const OPERATIONS: i64 = 1000;

/// Whether a pair is stored once.
async fn assert_no_duplicate(db: &Db) -> Result<()> {
    let pairs = "SELECT COUNT(*) - COUNT(DISTINCT project_id) FROM user_projects GROUP BY user_id";
    let surplus: Vec<i64> = sql(pairs).fetch_scalars(db).await?;
    assert!(surplus.iter().all(|&surplus| surplus == 0), "{surplus:?}");
    Ok(())
}

/// Each task adds, sets and removes on its own user and on one that is shared. What it added last to its own is there;
/// of the shared user's, whatever others do, each pair is there once, and nobody is refused.
async fn eight_tasks_change_one_junction(Test { db, .. }: Test) -> Result<()> {
    let Team { u1: shared, .. } = team(&db).await?;
    let users = User::insert_all(&db, (0..TASKS).map(|_| User::build().name("own"))).await?;
    Project::insert_all(&db, (0..2 * TASKS).map(|_| Project::build().name("p"))).await?;
    all_of(|task| {
        let (db, own, shared) = (db.clone(), users[usize::try_from(task).unwrap()].clone(), shared.clone());
        let (mine, other) = (4 + 2 * task, 5 + 2 * task);
        async move {
            for at in 0..OPERATIONS {
                match at % 8 {
                    0 => own.add_projects(&db, [other, mine, 1]).await?,
                    1 => shared.add_projects(&db, [mine, 1, 2]).await?,
                    2 => assert!(own.remove_projects(&db, [other, 2]).await? > 0, "the other one was there"),
                    3 => shared.remove_project(&db, other).await.map(drop)?,
                    4 => own.set_projects(&db, [mine, 2]).await?,
                    5 => shared.set_projects(&db, [mine, 1]).await?,
                    6 => own.add_project(&db, 3).await?,
                    _ => assert!(own.has_projects(&db, [mine, 2, 3]).await?, "nobody else removes them"),
                }
            }
            shared.add_project(&db, mine).await
        }
    })
    .await?;
    for (at, own) in users.iter().enumerate() {
        assert_eq!(ids(&own.get_projects(&db).await?), [2, 3, 4 + 2 * i64::try_from(at).unwrap()]);
    }
    assert_no_duplicate(&db).await
}

/// Adding alone loses nothing: every task links other projects to the same user, and all of them are there.
async fn no_link_is_lost(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    Project::insert_all(&db, (0..TASKS * OPERATIONS / 4).map(|_| Project::build().name("p"))).await?;
    all_of(|task| {
        let (db, u1) = (db.clone(), u1.clone());
        async move {
            for at in 0..OPERATIONS / 4 {
                u1.add_projects(&db, [4 + at * TASKS + task, 1]).await?;
                u1.remove_project(&db, 2).await?;
            }
            Ok(())
        }
    })
    .await?;
    assert_eq!(u1.count_projects(&db).await?, u64::try_from(1 + TASKS * OPERATIONS / 4).unwrap());
    assert_no_duplicate(&db).await
}

/// Rows are written in the order of their keys: two that add the same rows in opposite orders wait for each other in
/// one direction only.
async fn links_in_opposite_orders_do_not_deadlock(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    let projects = Project::insert_all(&db, (0..200).map(|_| Project::build().name("p"))).await?;
    let forwards: Vec<i64> = projects.iter().map(|project| project.id).collect();
    all_of(|task| {
        let (db, u1, mut given) = (db.clone(), u1.clone(), forwards.clone());
        if task % 2 == 1 {
            given.reverse();
        }
        async move {
            for _ in 0..30 {
                u1.add_projects(&db, given.clone()).await?;
                u1.remove_projects(&db, given.clone()).await?;
            }
            u1.add_projects(&db, given).await
        }
    })
    .await?;
    assert_eq!(ids(&u1.get_projects(&db).await?), forwards);
    Ok(())
}

mod visits {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to_many(Place, through = Visit, unique = false)]
    pub(super) struct Guest {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Place {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Guest)]
    #[belongs_to(Place)]
    pub(super) struct Visit {
        pub(super) id: i64,
        pub(super) guest_id: i64,
        pub(super) place_id: i64,
        pub(super) status: String,
    }
}

/// Where a pair may come several times, each task links it once more.
async fn not_unique_parallel(Test { db, .. }: Test) -> Result<()> {
    use visits::*;
    schema![Guest, Place, Visit].sync(&db).await?;
    let guest = Guest::build().insert(&db).await?;
    let place = Place::build().insert(&db).await?;
    all_of(|task| {
        let (db, guest, place) = (db.clone(), guest.clone(), place.clone());
        async move { guest.add_place(&db, &place).through(Visit::build().status(task.to_string())).await }
    })
    .await?;
    let statuses: Vec<String> =
        Visit::query().order_by(Visit::STATUS.asc()).select(Visit::STATUS).all(&db).await?;
    assert_eq!(statuses, (0..TASKS).map(|task| task.to_string()).collect::<Vec<_>>());
    Ok(())
}

async fn sets_in_parallel_leave_one_of_the_lists(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    Project::insert_all(&db, (0..2 * TASKS).map(|_| Project::build().name("p"))).await?;
    all_of(|task| {
        let (db, u1) = (db.clone(), u1.clone());
        async move {
            for _ in 0..125 {
                u1.set_projects(&db, [4 + 2 * task, 5 + 2 * task]).await?;
                u1.add_project(&db, 4 + 2 * task).await?;
            }
            Ok(())
        }
    })
    .await?;
    u1.set_projects(&db, [1]).await?;
    all_of(|task| {
        let (db, u1) = (db.clone(), u1.clone());
        async move { u1.set_projects(&db, [4 + 2 * task, 5 + 2 * task]).await }
    })
    .await?;
    let left = ids(&u1.get_projects(&db).await?);
    assert!(left.len() == 2 && left[0] % 2 == 0 && left[1] == left[0] + 1, "{left:?}");
    Ok(())
}
