//! Stops a server and removes its directory once no process uses it any more, however those processes ended.
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Looks every second which of the processes that have a file in `users` still run. Processes that follow each other
/// within some seconds share the server. `rmdir` fails if another one has come since the last look.
const SCRIPT: &str = r#"
cd "$1" || exit
idle=0
while [ $idle -lt 5 ]; do
    sleep 1
    idle=$((idle + 1))
    for user in users/*; do
        [ -e "$user" ] || continue
        if kill -0 "${user#users/}" 2>/dev/null; then idle=0; else rm -f "$user"; fi
    done
    if [ $idle -ge 5 ] && ! rmdir users 2>/dev/null; then idle=0; fi
done
pid=$(head -n 1 data/postmaster.pid 2>/dev/null)
mv "$1" "$1.$$" && cd /
[ -n "$pid" ] && kill -QUIT "$pid" && sleep 0.5
rm -rf "$1.$$"
"#;

/// Notes that this process uses the server; `false` if it is being stopped.
pub(crate) fn register(directory: &Path) -> bool {
    if fs::write(directory.join("users").join(std::process::id().to_string()), "").is_err() {
        return false;
    }
    // The first one to come starts it; its own session, so that Ctrl-C does not reach it.
    if fs::create_dir(directory.join("watched")).is_ok() {
        let mut command = Command::new("sh");
        command.args(["-c", r#"sh -c "$1" watchdog "$2" &"#, "sh", SCRIPT]).arg(directory);
        command.process_group(0).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // What it leaves behind belongs to nobody, and so is not ended with this process.
        command.status().expect("a shell is there");
    }
    true
}
