//! Blocks one of Tokio's two workers for 100 ms a request: what the other finds waiting it may take over.
use std::{env, thread, time::Duration};

use axum::{routing::get, Router};
use tokio::{net::TcpListener, runtime::Builder};

async fn sleep() -> &'static str {
    thread::sleep(Duration::from_millis(100));
    "ok"
}

fn main() -> std::io::Result<()> {
    let port = env::args().nth(1).expect("a port");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        axum::serve(listener, Router::new().route("/", get(sleep))).await
    })
}
