//! Finds PostgreSQL's programs, makes a cluster in a temporary directory, and starts it, or joins the one that runs.
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::watchdog;

/// PostgreSQL does not run as root; this user exists everywhere.
const NOBODY: u32 = 65_534;

/// The port names the socket only: nothing listens on the network, but for a server with a certificate.
const PORT: u16 = 5432;

/// A server that tests may do anything to.
#[derive(Debug, Clone)]
pub struct Server {
    /// Up to where the name of a database follows.
    base: String,
    /// What follows the name.
    options: String,
    home: Option<Home>,
}

/// A server of our own.
#[derive(Debug, Clone)]
struct Home {
    programs: PathBuf,
    directory: PathBuf,
    user: Option<u32>,
    /// Where it listens on the network, with encryption only.
    port: Option<u16>,
}

impl Server {
    /// The server that all tests share.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install.
    pub fn shared() -> Result<&'static Self, &'static str> {
        static SHARED: OnceLock<Result<Server, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| match std::env::var("ORM_POSTGRES_URL") {
            Ok(url) => Ok(Self::at(&url)),
            Err(_) => Self::join(),
        });
        shared.as_ref().map_err(String::as_str)
    }

    /// A server that this process has for itself, to stop and start it.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install.
    pub fn own(name: &str) -> Result<Self, String> {
        let home = Home::new(&format!("{name}-{}", std::process::id()))?;
        home.create().map_err(|error| format!("no PostgreSQL server could be started: {error}"))?;
        watchdog::register(&home.directory);
        home.start()?;
        Ok(home.into_server())
    }

    /// A server that this process has for itself, which is reached over the network, and encrypted only.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install.
    pub fn own_with_certificate(name: &str, certificate: &str, key: &str) -> Result<Self, String> {
        let failed = |error: io::Error| format!("no PostgreSQL server could be started: {error}");
        let mut home = Home::new(&format!("{name}-{}", std::process::id()))?;
        home.port = Some(free_port().map_err(failed)?);
        home.create().map_err(failed)?;
        home.encrypt(certificate, key).map_err(failed)?;
        watchdog::register(&home.directory);
        home.start()?;
        Ok(home.into_server())
    }

    fn at(url: &str) -> Self {
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let base = url.rsplit_once('/').map_or(url, |(base, _)| base);
        Self { base: base.to_owned(), options: query.to_owned(), home: None }
    }

    fn join() -> Result<Self, String> {
        let home = Home::new("shared")?;
        let failed = |error: io::Error| format!("no PostgreSQL server could be started: {error}");
        // Held until the server answers, so that of several processes one starts it.
        let lock = File::create(home.directory.with_extension("lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        let runs = home.directory.join("data/postmaster.pid").exists() && watchdog::register(&home.directory);
        if !runs || !home.answers() {
            let _ = fs::remove_dir_all(&home.directory);
            home.create().map_err(failed)?;
            watchdog::register(&home.directory);
            home.start()?;
        }
        Ok(home.into_server())
    }

    /// The URL of one of its databases, with an option such as `pool=4`.
    #[must_use]
    pub fn url(&self, database: &str, option: &str) -> String {
        let options = [self.options.as_str(), option];
        let options: Vec<&str> = options.into_iter().filter(|option| !option.is_empty()).collect();
        format!("{}/{database}?{}", self.base, options.join("&"))
    }

    /// Ends all of its processes at once, as a crash would.
    ///
    /// # Panics
    ///
    /// If it is not a server of our own.
    pub fn stop(&self) {
        let home = self.home.as_ref().expect("a server of our own");
        home.control(&["stop", "-m", "immediate", "-w"]).unwrap();
    }

    /// Starts it again.
    ///
    /// # Panics
    ///
    /// If it is not a server of our own.
    pub fn start(&self) {
        self.home.as_ref().expect("a server of our own").start().unwrap();
    }
}

impl Home {
    fn new(name: &str) -> Result<Self, String> {
        let programs = find_programs().ok_or(
            "PostgreSQL is not installed: install its server (`apt install postgresql`, `brew install postgresql`), or \
             set ORM_POSTGRES_URL to one whose user may create databases",
        )?;
        let user = fs::metadata("/proc/self").map_or(1, |about| about.uid());
        let directory = std::env::temp_dir().join(format!("orm-postgres-{user}-{name}"));
        Ok(Self { programs, directory, user: (user == 0).then_some(NOBODY), port: None })
    }

    fn into_server(self) -> Server {
        if let Some(port) = self.port {
            let base = format!("postgres://postgres@localhost:{port}");
            return Server { base, options: String::new(), home: Some(self) };
        }
        let socket = self.directory.display().to_string().replace('/', "%2F");
        let base = format!("postgres://postgres@{socket}:{PORT}");
        Server { base, options: String::new(), home: Some(self) }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        // Whatever the environment says is about other servers.
        command.env_remove("PGDATA").env_remove("PGPORT").env_remove("PGHOST");
        command.current_dir(&self.directory).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn create(&self) -> io::Result<()> {
        fs::create_dir_all(self.directory.join("users"))?;
        if let Some(user) = self.user {
            chown(&self.directory, Some(user), Some(user))?;
        }
        let mut command = self.command("initdb");
        command.args([
            "-D",
            "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        succeed(&mut command)
    }

    /// Gives the server a certificate, and lets nobody in without encryption.
    fn encrypt(&self, certificate: &str, key: &str) -> io::Result<()> {
        let access = "hostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n";
        for (name, text) in [("server.crt", certificate), ("server.key", key), ("pg_hba.conf", access)] {
            let file = self.directory.join("data").join(name);
            fs::write(&file, text)?;
            // PostgreSQL takes no key that others can read.
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
            chown(&file, self.user, self.user)?;
        }
        Ok(())
    }

    fn control(&self, arguments: &[&str]) -> io::Result<()> {
        succeed(self.command("pg_ctl").args(["-D", "data"]).args(arguments))
    }

    fn start(&self) -> Result<(), String> {
        let network = match self.port {
            Some(port) => format!("-h localhost -p {port} -c ssl=on"),
            None => format!("-h '' -p {PORT}"),
        };
        let settings = format!(
            "-k {} {network} -c fsync=off -c full_page_writes=off \
             -c max_connections=400 -c shared_buffers=64MB -c max_prepared_transactions=4",
            self.directory.display()
        );
        self.control(&["start", "-w", "-l", "log", "-o", &settings]).map_err(|error| {
            let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
            format!("no PostgreSQL server could be started: {error}: {}", log.replace('\n', "; "))
        })
    }

    fn answers(&self) -> bool {
        let begin = Instant::now();
        loop {
            if succeed(self.command("pg_ctl").args(["-D", "data", "status"])).is_err() {
                return false;
            }
            let socket = self.directory.join(format!(".s.PGSQL.{PORT}"));
            if std::os::unix::net::UnixStream::connect(socket).is_ok() {
                return true;
            }
            if begin.elapsed() > Duration::from_secs(10) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    let program = Path::new(command.get_program()).display().to_string();
    Err(io::Error::other(format!("{program} ended with {status}")))
}

/// The directory with `initdb`, `pg_ctl` and `postgres`: on the path, or the newest where Debian puts them.
fn find_programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    versions.reverse();
    places.extend(versions);
    places
        .into_iter()
        .find(|place| ["initdb", "pg_ctl", "postgres"].iter().all(|name| place.join(name).is_file()))
}
