// Which machines have their files on this computer, so that snapshots of them can be taken.

const KINDS: ReadonlySet<string> = new Set(['host', 'confined', 'docker']);

/** Whether snapshots of a kind of machine can be taken. */
export function hasSnapshots(kind: string): boolean {
  return KINDS.has(kind);
}
