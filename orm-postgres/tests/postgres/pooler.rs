//! A pooler in transaction mode, at its worst: outside transactions, each message goes to another server connection.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;

use orm_core::driver::{Driver, Request, TransactionOptions};
use orm_core::{ErrorKind, Result};
use orm_postgres::{PgConnectOptions, PostgresDriver};
use orm_test_server::Database;

use crate::support::{error_of, integer, request, rows_of, text, value, value_on};

crate::support::cases![works_without_a_statement_cache];

async fn works_without_a_statement_cache(database: &Database) -> Result<()> {
    let url = start_pooler(database);
    use_everything(&format!("{url}&pool=2&statement_cache=0")).await
}

/// Uses whatever a driver has, behind a pooler.
pub(crate) async fn use_everything(url: &str) -> Result<()> {
    let db = PostgresDriver::connect(url).await?;
    db.run(Request::new(text("CREATE TABLE notes (id bigint PRIMARY KEY)"), vec![])).await?;
    for id in 0..20 {
        assert_eq!(
            value(&db, "INSERT INTO notes VALUES ($1) RETURNING id", vec![integer(id)]).await?,
            integer(id)
        );
    }
    let error = error_of(&db, "INSERT INTO notes VALUES ($1)", vec![integer(1)]).await;
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    connection.run(request("DELETE FROM notes WHERE id = $1", vec![integer(1)])).await?;
    assert_eq!(value_on(&mut *connection, "SELECT count(*) FROM notes").await?, integer(19));
    drop(connection);
    let ids = db.run(request("SELECT id FROM notes WHERE id < $1", vec![integer(5)])).await?;
    assert_eq!(rows_of(ids).len(), 5);
    let left = "SELECT count(*) FROM pg_prepared_statements";
    for _ in 0..4 {
        assert_eq!(value(&db, left, vec![]).await?, integer(0));
    }
    db.run(Request::new(text("VACUUM notes"), vec![])).await?;
    Ok(())
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// Gives the URL of a pooler in front of the database.
fn start_pooler(database: &Database) -> String {
    let options: PgConnectOptions = database.url("").parse().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, user) = (listener.local_addr().unwrap().port(), options.get_username().to_owned());
    let name = options.get_database().unwrap().to_owned();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let options = options.clone();
            // A client that goes away ends its thread by an error.
            std::thread::spawn(move || serve(client, &options));
        }
    });
    format!("postgres://{user}@127.0.0.1:{port}/{name}?sslmode=disable")
}

fn open(options: &PgConnectOptions) -> std::io::Result<Box<dyn Stream>> {
    Ok(match options.get_socket() {
        Some(directory) => {
            Box::new(UnixStream::connect(directory.join(format!(".s.PGSQL.{}", options.get_port())))?)
        }
        None => Box::new(TcpStream::connect((options.get_host(), options.get_port()))?),
    })
}

fn serve(mut client: TcpStream, options: &PgConnectOptions) -> std::io::Result<()> {
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    let mut startup = vec![0; u32::from_be_bytes(length) as usize];
    startup[..4].copy_from_slice(&length);
    client.read_exact(&mut startup[4..])?;
    let mut servers = Vec::new();
    let mut greeting = Vec::new();
    for _ in 0..2 {
        let mut server = open(options)?;
        server.write_all(&startup)?;
        greeting.clear();
        while read_message(&mut server, &mut greeting)? != b'Z' {}
        servers.push(server);
    }
    client.write_all(&greeting)?;
    loop {
        // Another connection for each transaction, and for each message outside of one.
        servers.rotate_left(1);
        let server = &mut servers[0];
        loop {
            let mut messages = Vec::new();
            while !matches!(read_message(&mut client, &mut messages)?, b'S' | b'Q' | b'X') {}
            server.write_all(&messages)?;
            let mut answers = Vec::new();
            while read_message(server, &mut answers)? != b'Z' {}
            client.write_all(&answers)?;
            if answers.last() == Some(&b'I') {
                break;
            }
        }
    }
}

/// Appends a message; gives its kind.
fn read_message(from: &mut impl Read, to: &mut Vec<u8>) -> std::io::Result<u8> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
    let start = to.len() + 5;
    to.extend_from_slice(&head);
    to.resize(start + length - 4, 0);
    from.read_exact(&mut to[start..])?;
    Ok(head[0])
}
