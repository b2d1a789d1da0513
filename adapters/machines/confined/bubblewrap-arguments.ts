// The arguments of bubblewrap for a sandbox that other commands enter.
import type { ProtectedPath } from './protected-paths.ts';
import { isWithin, type VisibleFolders } from './visible-folders.ts';

/** What a sandbox contains. All paths are absolute and real. */
export interface SandboxLayout {
  readonly visible: VisibleFolders;
  readonly workspace: string;
  /** Protected paths of the workspace that exist, parents first. */
  readonly protectedPaths: readonly ProtectedPath[];
  /** Folders in the workspace that aren't visible, such as our own home. */
  readonly closed: readonly string[];
  /** The person's home folder and the private folder that takes its place. */
  readonly home: string;
  readonly privateHome: string;
  /** Takes the place of the system's folders of temporary files. */
  readonly privateTemporary: string;
  /** The socket of the proxy, and its place inside. */
  readonly socket?: { readonly from: string; readonly to: string };
}

/** Where the ID of the first process is reported. */
export const INFO_DESCRIPTOR = 3;
const TEMPORARY = ['/tmp', '/var/tmp'];

/** The arguments, up to the program. */
export function toBubblewrapArguments(layout: SandboxLayout): readonly string[] {
  return [
    // Root of the new user namespace, which owns all others: who enters later becomes the user again.
    ...['--unshare-user', '--uid', '0', '--gid', '0', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    '--unshare-net',
    '--unshare-cgroup-try',
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--info-fd', String(INFO_DESCRIPTOR)],
    ...toSystem(layout.visible),
    ...['--proc', '/proc', ...show(layout.visible.kernel)],
    ...toDevices(layout.visible),
    ...TEMPORARY.flatMap((at) => ['--bind', layout.privateTemporary, at]),
    ...show(layout.visible.shown.filter((at) => !isWithin(at, layout.home))),
    ...(TEMPORARY.includes(layout.home) ? [] : ['--bind', layout.privateHome, layout.home]),
    ...show(layout.visible.shown.filter((at) => isWithin(at, layout.home))),
    ...layout.visible.hidden.flatMap(({ path, isFolder }) => hide(path, isFolder)),
    ...(layout.socket === undefined ? [] : ['--ro-bind', layout.socket.from, layout.socket.to]),
    ...['--bind', layout.workspace, layout.workspace],
    ...layout.closed.flatMap((at) => hide(at, true)),
    ...layout.protectedPaths.flatMap(({ path, mode }) => [mode === 'pinned' ? '--bind' : '--ro-bind', path, path]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/', '--clearenv', '--setenv', 'PATH', '/usr/bin:/bin'],
  ];
}

function toSystem({ links }: VisibleFolders): readonly string[] {
  return links.flatMap(({ path, target }) => ['--symlink', target, path]);
}

/** Bubblewrap's own `/dev` has pseudo-terminals, but requires devices that some virtual machines lack. */
function toDevices({ devices }: VisibleFolders): readonly string[] {
  if (devices === undefined) return ['--dev', '/dev', '--tmpfs', '/dev/shm'];
  const links = ['fd', 'fd/0', 'fd/1', 'fd/2'].flatMap((target, at) => [
    ...['--symlink', `/proc/self/${target}`, `/dev/${['fd', 'stdin', 'stdout', 'stderr'][at]}`],
  ]);
  return ['--tmpfs', '/dev', ...devices.flatMap((at) => ['--dev-bind', at, at]), ...links, '--tmpfs', '/dev/shm'];
}

const show = (paths: readonly string[]): readonly string[] => paths.flatMap((at) => ['--ro-bind', at, at]);

function hide(path: string, isFolder: boolean): readonly string[] {
  return isFolder ? ['--tmpfs', path, '--remount-ro', path] : ['--ro-bind', '/dev/null', path];
}
