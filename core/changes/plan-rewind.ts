// Plans which files to restore so that they are as before some runs. Only files that these runs changed are touched.
import type { RewindFile } from '#contract/types/changes.ts';
import type { RunSnapshot } from '../ports/changes-store.ts';
import type { CurrentFile, FileVersion, Snapshots } from '../ports/snapshots.ts';
import { isSameVersion } from './track-files.ts';

/** A file to restore. */
export interface RewindStep extends RewindFile {
  readonly target: FileVersion | undefined;
  readonly current: CurrentFile;
}

interface Course {
  readonly target: FileVersion | undefined;
  readonly last: FileVersion | undefined;
  /** Someone else changed the file between two runs. */
  readonly isMixed: boolean;
}

/** The files to restore, by path. `runs`: oldest first. */
export async function planRewind(
  snapshots: Pick<Snapshots, 'current'>,
  folder: string,
  runs: readonly RunSnapshot[],
): Promise<readonly RewindStep[]> {
  const courses = followFiles(runs);
  const current = await snapshots.current(folder, [...courses.keys()]);
  return [...courses]
    .map(([path, course]) => toStep(path, course, current.get(path)))
    .filter((step) => step !== undefined)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function followFiles(runs: readonly RunSnapshot[]): ReadonlyMap<string, Course> {
  const courses = new Map<string, Course>();
  const note = (path: string, before: FileVersion | undefined, after: FileVersion | undefined): void => {
    const course = courses.get(path);
    if (course === undefined) courses.set(path, { target: before, last: after, isMixed: false });
    else {
      const isMixed = course.isMixed || !isSameVersion(course.last, before);
      courses.set(path, { ...course, last: after, isMixed });
    }
  };
  for (const { files } of runs)
    for (const { path, oldPath, before, after } of files) {
      if (oldPath !== undefined) note(oldPath, before, undefined);
      note(path, oldPath === undefined ? before : undefined, after);
    }
  return courses;
}

function toStep(path: string, { target, last, isMixed }: Course, current: CurrentFile): RewindStep | undefined {
  if (isSameVersion(current, target)) return undefined;
  const action = target === undefined ? 'delete' : current === undefined ? 'create' : 'restore';
  const changedSince = isMixed || !isSameVersion(current, last);
  return { path, action, target, current, ...(changedSince ? { changedSince } : {}) };
}
