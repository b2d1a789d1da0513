// The processes of a container, as its control shell lists them.

/** A process. Zombies are left out. */
export interface ContainerProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/** Reads lines of `/proc/<pid>/stat`. */
export function parseProcesses(lines: string): readonly ContainerProcess[] {
  return lines.split('\n').flatMap((line) => parseProcess(line) ?? []);
}

function parseProcess(line: string): ContainerProcess | undefined {
  const pid = Number.parseInt(line, 10);
  // The name in parentheses can contain anything. The fields follow the last parenthesis.
  const [state, parent, group, session] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (Number.isNaN(pid) || session === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, parent: Number(parent), group: Number(group), session: Number(session) };
}

/** Reads the names of `/proc/<pid>/environ` files. */
export function parseMarked(lines: string): ReadonlySet<number> {
  return new Set([...lines.matchAll(/^\/proc\/(\d+)\/environ$/gm)].map(([, pid]) => Number(pid)));
}

/** The processes of a command: its first one's group and session, those with its marker, and all their descendants. */
export function findTree(
  all: readonly ContainerProcess[],
  pid: number,
  marked: ReadonlySet<number>,
): readonly number[] {
  const members = new Set<number>();
  for (const entry of all)
    if (entry.pid === pid || entry.group === pid || entry.session === pid || marked.has(entry.pid))
      members.add(entry.pid);
  for (let grew = true; grew;) {
    const before = members.size;
    for (const entry of all) if (members.has(entry.parent)) members.add(entry.pid);
    grew = members.size > before;
  }
  return [...members];
}
