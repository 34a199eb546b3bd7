//! A private PgBouncer in transaction mode, in front of a server: found as the server's programs are, and gone with this.
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::database::Database;

/// Like PostgreSQL, it does not run as root; this user exists everywhere.
const NOBODY: u32 = 65_534;

/// The port names the socket only: nothing listens on the network.
const PORT: u16 = 6432;

/// Ends the pooler and removes its directory when nobody holds the other end of its input any more, however that came.
const SCRIPT: &str = r#""$1" "$2/settings" & read -r _; kill "$!"; wait "$!"; rm -rf "$2""#;

/// A pooler that gives its clients fewer connections to the server than they have, each for one transaction.
#[derive(Debug)]
pub struct Pooler {
    program: PathBuf,
    directory: PathBuf,
    target: PgConnectOptions,
    connections: usize,
    /// What runs it, unless it is stopped.
    shell: Option<Child>,
}

impl Pooler {
    /// Where the program is.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install.
    pub fn find() -> Result<PathBuf, &'static str> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
        // Not on everybody's path.
        places.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
        places.into_iter().map(|place| place.join("pgbouncer")).find(|program| program.is_file()).ok_or(
            "PgBouncer is not installed: install it (`apt install pgbouncer`, `brew install pgbouncer`)",
        )
    }

    /// Starts one that has so many connections to the database.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install, or what it said.
    pub fn own(database: &Database, connections: usize) -> Result<Self, String> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let place = format!("orm-pgbouncer-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let target = database.url("").parse().map_err(|error| format!("the server's URL is odd: {error}"))?;
        let (program, directory) = (Self::find()?, std::env::temp_dir().join(place));
        let mut pooler = Self { program, directory, target, connections, shell: None };
        pooler.start()?;
        Ok(pooler)
    }

    /// The URL of the database behind it, with an option such as `pool=4`.
    #[must_use]
    pub fn url(&self, option: &str) -> String {
        let socket = self.directory.display().to_string().replace('/', "%2F");
        let database = self.target.get_database().unwrap_or_default();
        format!("postgres://anyone@{socket}:{PORT}/{database}?{option}")
    }

    /// Ends it at once, with all of its connections.
    pub fn stop(&mut self) {
        if let Some(mut shell) = self.shell.take() {
            drop(shell.stdin.take());
            let _ = shell.wait();
        }
    }

    /// Starts it again.
    ///
    /// # Errors
    ///
    /// What it said.
    pub fn start(&mut self) -> Result<(), String> {
        self.run().map_err(|error| {
            let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
            format!("no PgBouncer could be started: {error}: {}", log.replace('\n', "; "))
        })
    }

    fn run(&mut self) -> io::Result<()> {
        fs::create_dir_all(&self.directory)?;
        fs::write(self.directory.join("settings"), self.settings())?;
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "pooler"]).arg(&self.program).arg(&self.directory).process_group(0);
        if fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0) {
            chown(&self.directory, Some(NOBODY), Some(NOBODY))?;
            command.uid(NOBODY).gid(NOBODY);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        self.shell = Some(command.spawn()?);
        let (begin, socket) = (Instant::now(), self.directory.join(format!(".s.PGSQL.{PORT}")));
        while let Err(error) = UnixStream::connect(&socket) {
            if begin.elapsed() > Duration::from_secs(10) {
                return Err(error);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// What PgBouncer reads. All is as it comes, but for the mode and the number.
    fn settings(&self) -> String {
        let Self { target, connections, .. } = self;
        let socket = target.get_socket().map(|socket| socket.display().to_string());
        let host = socket.unwrap_or_else(|| target.get_host().to_owned());
        let (port, user, url) = (target.get_port(), target.get_username(), target.to_url_lossy());
        let password = url.password().map(|password| format!(" password='{}'", decoded(password)));
        let login = format!("port={port} user={user}{}", password.unwrap_or_default());
        let directory = self.directory.display();
        format!(
            "[databases]\n* = host={host} {login}\n\n[pgbouncer]\nlisten_addr =\nlisten_port = {PORT}\n\
             unix_socket_dir = {directory}\nlogfile = {directory}/log\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = {connections}\n"
        )
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What a URL writes as `%41`, as PgBouncer wants it between quotes.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("the URL is one of sqlx's"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).replace('\'', "''")
}
