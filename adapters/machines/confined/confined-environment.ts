// The environment of confined programs: nothing that leads to services of the desktop, keys, or private folders.

const REMOVED =
  'DISPLAY WAYLAND_DISPLAY SSH_AUTH_SOCK DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR TMPDIR TEMP TMP XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME'.split(
    ' ',
  );

/** The environment of a program on this computer, changed for a sandbox. `own` is added. */
export function confinedEnvironment(
  env: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !REMOVED.includes(name));
  return { ...Object.fromEntries(kept), ...own };
}
