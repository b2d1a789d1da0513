// Contents of versions in the snapshots.
import type { FileVersion, Snapshots } from '../ports/snapshots.ts';
import type { FileSide } from './file-parts.ts';
import type { VersionContents } from './track-files.ts';

const NEVER = new AbortController().signal;

/** Reads and stores contents in the snapshots. */
export function versionContents(snapshots: Pick<Snapshots, 'read' | 'write'>): VersionContents {
  return {
    async load(versions) {
      const ids = versions.flatMap((version) => version?.id ?? []);
      const texts = ids.length === 0 ? new Map<string, string>() : await snapshots.read(ids, NEVER);
      return versions.map((version) => toSide(version, texts));
    },
    async save(side) {
      if (side === undefined) return undefined;
      const [id = ''] = await snapshots.write([side.text]);
      return { id, mode: side.mode };
    },
  };
}

function toSide(version: FileVersion | undefined, texts: ReadonlyMap<string, string>): FileSide {
  return version === undefined ? undefined : { mode: version.mode, text: texts.get(version.id) ?? '' };
}
