// Gives a new worktree the ignored files that a project lists, such as `.env`.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { CarriedFiles } from '../ports/project-files.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import { compileGlob } from '../workspaces/glob.ts';

/** What is carried unless the project says otherwise. */
const CARRIED_BY_DEFAULT: readonly string[] = ['.env', '.env.*'];

const NOTHING: CarriedFiles = { copied: [], skipped: [] };

/**
 * Copies the files of a project that match its globs from one folder to the same places in another. Existing files stay, and links
 * are never followed. Files that couldn't be copied are listed with the reason.
 */
export async function carryFiles(
  { projectFiles }: Pick<EnginePorts, 'projectFiles'>,
  { defaults }: Pick<ProjectRecord, 'defaults'>,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<CarriedFiles> {
  const tests = (defaults.carried ?? CARRIED_BY_DEFAULT).map((pattern) => compileGlob(pattern));
  if (tests.length === 0) return NOTHING;
  return projectFiles.carry(from, to, (path) => tests.some((test) => test(path)));
}
