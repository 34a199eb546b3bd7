//! Tables that refer to each other in a circle.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [cyclic_three, cyclic_with_constraints, v5_document_version]];

async fn cyclic_three(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "as_")]
    #[belongs_to(B)]
    struct A {
        id: i64,
        b_id: Option<i64>,
    }
    #[derive(Model)]
    #[model(table = "bs_")]
    #[belongs_to(C)]
    struct B {
        id: i64,
        c_id: Option<i64>,
    }
    #[derive(Model)]
    #[model(table = "cs_")]
    #[belongs_to(A)]
    struct C {
        id: i64,
        a_id: Option<i64>,
    }
    const SCHEMA: Schema = schema![A, B, C];
    let expected = "
        as_(id:auto, b_id:integer?)
            b_id -> bs_(id) set null, cascade
            index b_id
        bs_(id:auto, c_id:integer?)
            c_id -> cs_(id) set null, cascade
            index c_id
        cs_(id:auto, a_id:integer?)
            a_id -> as_(id) set null, cascade
            index a_id";
    test.expect_sync(SCHEMA, expected).await?;
    let mut a = A::build().insert(&test.db).await?;
    let c = C::build().a(&a).insert(&test.db).await?;
    let b = B::build().c(&c).insert(&test.db).await?;
    a.set_b(&test.db, &b).await?;
    // The rows form a circle, too, and are no obstacle.
    SCHEMA.drop(&test.db).await?;
    test.expect_tables("").await
}

async fn cyclic_with_constraints(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Version)]
    #[belongs_to(Version, as = current, foreign_key = current_version_id)]
    struct Document {
        id: i64,
        author: Option<String>,
        current_version_id: Option<i64>,
    }
    #[derive(Model)]
    struct Version {
        id: i64,
        timestamp: Option<String>,
        document_id: Option<i64>,
    }
    const SCHEMA: Schema = schema![Document, Version];
    let expected = "
        documents(id:auto, author:text?, current_version_id:integer?)
            current_version_id -> versions(id) set null, cascade
            index current_version_id
        versions(id:auto, timestamp:text?, document_id:integer?)
            document_id -> documents(id) set null, cascade
            index document_id";
    test.expect_sync(SCHEMA, expected).await?;
    let mut document = Document::build().author("ada").insert(&test.db).await?;
    let version = document.create_version(&test.db, Version::build().timestamp("now")).await?;
    document.set_current(&test.db, &version).await?;
    assert_eq!(document.get_current(&test.db).await?.map(|version| version.id), Some(1));
    SCHEMA.delete_all(&test.db).await?;
    assert_eq!((Document::query().count(&test.db).await?, Version::query().count(&test.db).await?), (0, 0));
    SCHEMA.drop(&test.db).await?;
    test.expect_tables("").await
}

/// `constraints = false` leaves the column and its index.
async fn v5_document_version(test: Test) -> Result<()> {
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    #[has_many(Version)]
    #[belongs_to(Version, as = current, foreign_key = current_version_id, constraints = false)]
    struct Document {
        id: i64,
        author: Option<String>,
        current_version_id: Option<i64>,
    }
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    struct Version {
        id: i64,
        timestamp: Option<String>,
        document_id: Option<i64>,
    }
    let expected = "
        documents(id:auto, author:text?, currentVersionId:integer?)
            index currentVersionId
        versions(id:auto, timestamp:text?, documentId:integer?)
            documentId -> documents(id) set null, cascade
            index documentId";
    test.expect_sync(schema![Document, Version], expected).await
}
