// The arguments of bubblewrap for a sandbox that other commands enter.
import type { ReplacedFile } from './git-exclude.ts';
import type { ProtectedPath } from '../workspace-tools/protected-paths.ts';
import { isWithin, type VisibleFolders } from './visible-folders.ts';

/** What a sandbox contains. All paths are absolute and real. */
export interface SandboxLayout {
  readonly visible: VisibleFolders;
  readonly workspace: string;
  /** Protected paths of the workspace that exist, parents first. */
  readonly protectedPaths: readonly ProtectedPath[];
  /** Files of the workspace that others take the place of. */
  readonly replaced: readonly ReplacedFile[];
  /** Folders of git objects that the workspace's repository borrows. */
  readonly borrowed: readonly string[];
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

/**
 * Root of a new user namespace, which owns all others: who enters later becomes the user again. The network is its own, with only
 * a loopback interface.
 */
const NAMESPACES = words(
  '--unshare-user --uid 0 --gid 0 --unshare-pid --unshare-ipc --unshare-uts --unshare-net --unshare-cgroup-try',
);
const LIFE = words(`--die-with-parent --new-session --cap-drop ALL --info-fd ${INFO_DESCRIPTOR}`);
const END = words('--remount-ro /dev --remount-ro / --chdir / --clearenv --setenv PATH /usr/bin:/bin');

/** The arguments, up to the program. */
export function toBubblewrapArguments(layout: SandboxLayout): readonly string[] {
  const { visible, workspace, home, socket } = layout;
  const [inHome, others] = [true, false].map((is) => visible.shown.filter((at) => isWithin(at, home) === is));
  return [
    NAMESPACES,
    LIFE,
    visible.links.flatMap(({ path, target }) => ['--symlink', target, path]),
    words('--proc /proc'),
    show(visible.kernel),
    toDevices(visible),
    TEMPORARY.flatMap((at) => ['--bind', layout.privateTemporary, at]),
    show(others),
    TEMPORARY.includes(home) ? [] : ['--bind', layout.privateHome, home],
    show(inHome),
    visible.hidden.flatMap(({ path, isFolder }) => hide(path, isFolder)),
    socket === undefined ? [] : ['--ro-bind', socket.from, socket.to],
    show(layout.borrowed),
    ['--bind', workspace, workspace],
    layout.closed.flatMap((at) => hide(at, true)),
    layout.protectedPaths.flatMap(({ path, mode }) => [mode === 'pinned' ? '--bind' : '--ro-bind', path, path]),
    layout.replaced.flatMap(({ from, to }) => ['--ro-bind', from, to]),
    END,
  ].flat();
}

/** Bubblewrap's own `/dev` has pseudo-terminals, but requires devices that some virtual machines lack. */
function toDevices({ devices }: VisibleFolders): readonly string[] {
  if (devices === undefined) return words('--dev /dev --tmpfs /dev/shm');
  const links = { fd: 'fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };
  return [
    words('--tmpfs /dev --tmpfs /dev/shm'),
    devices.flatMap((at) => ['--dev-bind', at, at]),
    Object.entries(links).flatMap(([name, target]) => ['--symlink', `/proc/self/${target}`, `/dev/${name}`]),
  ].flat();
}

function show(paths: readonly string[] = []): readonly string[] {
  return paths.flatMap((at) => ['--ro-bind', at, at]);
}

function hide(path: string, isFolder: boolean): readonly string[] {
  return isFolder ? ['--tmpfs', path, '--remount-ro', path] : ['--ro-bind', '/dev/null', path];
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
