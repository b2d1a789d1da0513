// Versions of files in memory, for tests.
import { KEPT_FILE_VERSIONS, type FileVersionDraft, type FileVersionStore } from '#core/ports/file-version-store.ts';
import type { FileVersion } from '#contract/types/files.ts';

type Row = FileVersionDraft & { readonly id: number };

/** The versions of the in-memory store. */
export function fileVersionStore(): FileVersionStore & { readonly isUsed: (hash: string) => boolean } {
  let rows: readonly Row[] = [];
  let lastId = 0;
  const find = (workspace: string, path: string): readonly Row[] =>
    rows.filter((row) => row.workspace === workspace && row.path === path).toReversed();
  return {
    async add(version) {
      lastId += 1;
      rows = [...rows, { ...version, id: lastId }];
      const old = new Set(find(version.workspace, version.path).slice(KEPT_FILE_VERSIONS));
      rows = rows.filter((row) => !old.has(row));
    },
    list: async (workspace, path) => find(workspace, path).map(toVersion),
    async get(workspace, path, id) {
      const row = find(workspace, path).find((one) => one.id === id);
      return row === undefined ? undefined : toVersion(row);
    },
    async move(workspace, from, to) {
      rows = rows.map((row) =>
        row.workspace === workspace && (row.path === from || row.path.startsWith(`${from}/`))
          ? { ...row, path: `${to}${row.path.slice(from.length)}` }
          : row,
      );
    },
    async prune(before) {
      rows = rows.filter(({ savedAtMs }) => savedAtMs >= before);
    },
    isUsed: (hash) => rows.some((row) => row.hash === hash),
  };
}

function toVersion({ id, hash, size, savedAtMs, savedBy, sessionKey }: Row): FileVersion {
  return { id, hash, size, savedAtMs, savedBy, sessionKey };
}
