//! Transactions: all or nothing, a savepoint inside one, and one that is committed by hand.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Booking)]
struct Account {
    id: i64,
    #[column(unique)]
    name: String,
    cents: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Account)]
struct Booking {
    id: i64,
    cents: i64,
    account_id: i64,
}

const SCHEMA: Schema = schema![Account, Booking];

/// Runs in a `Db` as well as in a transaction.
async fn book(db: &impl Executor, account: &mut Account, cents: i64) -> orm::Result<()> {
    account.create_booking(db, Booking::build().cents(cents)).await?;
    let cents = account.cents + cents;
    account.update(db).set(Account::CENTS, cents).await
}

/// Moves money, or leaves both accounts as they were.
async fn transfer(db: &Db, (from, to): (&mut Account, &mut Account), cents: i64) -> orm::Result<()> {
    db.transaction(async |tx| {
        book(tx, from, -cents).await?;
        book(tx, to, cents).await?;
        if from.cents < 0 {
            // Any error rolls back.
            return Err(orm::Error::new(orm::ErrorKind::InvalidInput, "not enough money"));
        }
        Ok(())
    })
    .await
}

async fn transfers(db: &Db, ada: &mut Account, bob: &mut Account) -> orm::Result<()> {
    transfer(db, (ada, bob), 300).await?;
    println!("after 3.00: {} and {} cents", ada.cents, bob.cents);

    if let Err(refused) = transfer(db, (ada, bob), 5000).await {
        println!("50.00 more: {refused}");
    }
    // The rows are as before; the structs have what was tried, and are read again.
    ada.reload(db).await?;
    bob.reload(db).await?;
    println!("still {} and {} cents", ada.cents, bob.cents);
    assert_eq!((ada.cents, bob.cents), (700, 300));
    assert_eq!(Booking::query().count(db).await?, 2);
    Ok(())
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    let mut ada = Account::build().name("Ada").cents(1000).insert(&db).await?;
    let mut bob = Account::build().name("Bob").cents(0).insert(&db).await?;
    transfers(&db, &mut ada, &mut bob).await?;

    // A transaction inside a transaction is a savepoint: undone alone.
    db.transaction(async |tx| {
        Account::build().name("Carol").cents(0).insert(tx).await?;
        let again = tx.transaction(async |inner| Account::build().name("Carol").cents(1).insert(inner).await);
        if let Err(twice) = again.await {
            println!("inside: {twice} ({:?})", twice.kind());
        }
        Ok(())
    })
    .await?;
    assert_eq!(Account::query().count(&db).await?, 3);

    // By hand: what is neither committed nor rolled back is rolled back when it is dropped.
    let tx = db.begin().await?;
    Account::delete_where(Account::NAME.eq("Carol")).execute(&tx).await?;
    tx.commit().await?;
    println!("{} accounts are left", Account::query().count(&db).await?);
    Ok(())
}
