//! A fresh database of either engine for one test.

use std::env;

use store::Db;
use tempfile::TempDir;

/// A database that is gone after the test.
pub(crate) struct Engine {
    /// Migrated and empty.
    pub(crate) db: Db,
    _folder: TempDir,
}

impl Engine {
    /// A file in a folder of its own.
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("roster.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        Self { db, _folder: folder }
    }

    /// A database of its own on the server that `ROSTER_TEST_POSTGRES` names; `make test` starts one.
    #[expect(clippy::disallowed_methods, reason = "names of databases only have to differ")]
    pub(crate) async fn postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = env::var("ROSTER_TEST_POSTGRES")
            .expect("ROSTER_TEST_POSTGRES must name a PostgreSQL server for tests, as `make test` does");
        let name = format!("roster_{:032x}", rand::random::<u128>());
        let Db::Postgres(pool) = Db::open(&server).await.unwrap() else { panic!("{server} is not PostgreSQL") };
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
        pool.close().await;
        let (base, _) = server.rsplit_once('/').unwrap();
        let query = server.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
        let db = Db::open(&format!("{base}/{name}{query}")).await.unwrap();
        db.migrate().await.unwrap();
        Self { db, _folder: folder }
    }
}

/// Runs each `async fn name(db: Db)` as a test on both engines.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let engine = $crate::engine::Engine::sqlite().await;
                super::$name(engine.db.clone()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                let engine = $crate::engine::Engine::postgres().await;
                super::$name(engine.db.clone()).await;
                engine.db.close().await;
            })+
        }
    };
}
