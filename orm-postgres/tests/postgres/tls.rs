//! Encrypted connections, to a server with a certificate of its own that lets nobody in without encryption.
use orm_core::value::Value;
use orm_core::{Error, ErrorKind, Result};
use orm_postgres::PostgresDriver;
use orm_test_server::{Database, Server};

use crate::support::{connect, value};

crate::support::cases![encrypts_and_checks_the_certificate, says_that_the_server_offers_no_encryption];

/// Whether the connection that asks is encrypted.
const ENCRYPTED: &str = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

async fn encrypts_and_checks_the_certificate(_: &Database) -> Result<()> {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, text: String| {
        std::fs::write(directory.path().join(name), text).unwrap();
        directory.path().join(name).display().to_string()
    };
    let (root, stranger) = (file("root.crt", own.cert.pem()), file("other.crt", other.cert.pem()));
    let server =
        Server::own_with_certificate("tls", &own.cert.pem(), &own.signing_key.serialize_pem()).unwrap();
    let open = async |option: String| PostgresDriver::connect(&server.url("postgres", &option)).await;

    for option in [
        "sslmode=require".to_owned(),
        "sslmode=prefer".to_owned(),
        format!("sslmode=verify-ca&sslrootcert={root}"),
        format!("sslmode=verify-full&sslrootcert={root}"),
    ] {
        let db = open(option.clone()).await?;
        assert_eq!(value(&db, ENCRYPTED, vec![]).await?, Value::Bool(true), "{option}");
    }
    let refused = |result: Result<PostgresDriver>, hint: &str| {
        let error: Error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(error.message().contains(hint), "{error}");
    };
    refused(open("sslmode=disable".to_owned()).await, "pg_hba.conf");
    refused(open("sslmode=verify-full".to_owned()).await, "`sslrootcert`");
    refused(open(format!("sslmode=verify-full&sslrootcert={stranger}")).await, "`sslrootcert`");
    // The certificate is for another name.
    let by_address =
        server.url("postgres", &format!("sslmode=verify-full&sslrootcert={root}&host=127.0.0.1"));
    refused(PostgresDriver::connect(&by_address).await, "`sslrootcert`");
    server.stop();
    Ok(())
}

async fn says_that_the_server_offers_no_encryption(database: &Database) -> Result<()> {
    let error = PostgresDriver::connect(&database.url("sslmode=require&host=127.0.0.1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let db = connect(database, "sslmode=prefer").await?;
    assert_eq!(value(&db, ENCRYPTED, vec![]).await?, Value::Bool(false));
    Ok(())
}
