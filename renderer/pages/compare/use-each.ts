// The changes of several sessions, for components.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ChangedFile, ChangedFileDetail } from '#contract/types/changes.ts';
import { useClient } from '../../state/use-client.ts';
import { readChangedFiles, readFile, type EachResult } from './read-each.ts';

/** The changed files of each session; undefined until they were read. */
export function useChangedFiles(keys: readonly string[]): Results<readonly ChangedFile[]> {
  const client = useClient();
  const id = JSON.stringify(keys);
  // The text is the keys as plain data, so that equal lists share their result.
  return useEach(useMemo(() => readChangedFiles(client, JSON.parse(id) as string[]), [client, id]));
}

/** A file in each session; undefined until it was read, and where it wasn't changed. */
export function useFile(keys: readonly string[], path: string): Results<ChangedFileDetail> {
  const client = useClient();
  const id = JSON.stringify(keys);
  return useEach(useMemo(() => readFile(client, JSON.parse(id) as string[], path), [client, id, path]));
}

type Results<T> = readonly (T | undefined)[] | undefined;

function useEach<T>(each: EachResult<T>): Results<T> {
  useEffect(() => each.start(), [each]);
  return useStore(each.store, ({ results }) => results);
}
