//! A server that breaks the protocol: an error each time, never a panic.
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use orm_core::Result;
use orm_postgres::PostgresDriver;
use orm_test_server::Database;

use crate::support::rows;

crate::support::cases![survives_a_server_that_lies];

/// What the server answers to a first `Parse`, message by message: a kind and a body.
type Answer = &'static [(u8, &'static [u8])];

/// One column, `x`, of type int8.
const ROW_DESCRIPTION: (u8, &[u8]) = (b'T', b"\0\x01x\0\0\0\0\0\0\0\0\0\0\x14\0\x08\xff\xff\xff\xff\0\x01");
const PARSED: (u8, &[u8]) = (b'1', b"");
const NO_PARAMETERS: (u8, &[u8]) = (b't', b"\0\0");
const READY: (u8, &[u8]) = (b'Z', b"I");
const BOUND: (u8, &[u8]) = (b'2', b"");

const ANSWERS: &[Answer] = &[
    &[],
    &[(b'1', b""), (b't', b"\xff\xff")],
    &[(b'?', b"")],
    &[PARSED, NO_PARAMETERS, (b'T', b"\xff\xff"), READY],
    &[PARSED, NO_PARAMETERS, (b'T', b"\0\x01x"), READY],
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, (b'Z', b"")],
    // A value longer than its message, too few values, a value of the wrong length.
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, READY, BOUND, (b'D', b"\0\x01\0\0\xff\xff12")],
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, READY, BOUND, (b'D', b"\0\0")],
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, READY, BOUND, (b'D', b"\0\x01\0\0\0\x0212")],
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, READY, BOUND, (b'D', b"\0")],
    &[PARSED, NO_PARAMETERS, ROW_DESCRIPTION, READY, BOUND, (b'C', b"\xff")],
    &[(b'E', b"")],
    &[(b'E', b"S"), READY],
    &[READY, READY, READY],
];

async fn survives_a_server_that_lies(_: &Database) -> Result<()> {
    // What sqlx says while it is contained would only be read as a failure.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for (at, answer) in ANSWERS.iter().enumerate() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("postgres://ada@{}/shop?sslmode=disable&pool=1", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let _ = lie(client, answer);
            }
        });
        let db = PostgresDriver::connect(&url).await?;
        for _ in 0..2 {
            let result = tokio::time::timeout(Duration::from_secs(5), rows(&db, "SELECT x", vec![])).await;
            assert!(result.expect("it ends").is_err(), "answer {at}");
        }
    }
    std::panic::set_hook(hook);
    Ok(())
}

fn lie(mut client: TcpStream, answer: Answer) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    let _ = client.read(&mut buffer)?;
    write(&mut client, &[(b'R', b"\0\0\0\0"), READY])?;
    // The first question is which process serves the connection.
    let _ = client.read(&mut buffer)?;
    write(&mut client, &[ROW_DESCRIPTION, (b'D', b"\0\x01\0\0\0\x017"), (b'C', b"SELECT 1\0"), READY])?;
    let _ = client.read(&mut buffer)?;
    write(&mut client, answer)
}

fn write(client: &mut TcpStream, messages: Answer) -> std::io::Result<()> {
    for (kind, body) in messages {
        client.write_all(&[*kind])?;
        client.write_all(&u32::try_from(body.len() + 4).unwrap().to_be_bytes())?;
        client.write_all(body)?;
    }
    Ok(())
}
