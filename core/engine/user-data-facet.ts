// Everything that the user said and agents did: exported as files, or permanently deleted.
import type { UserExport, UserPurge } from '#contract/types/user-data.ts';
import type { Principal } from '../principal.ts';

/** The user's data. `by` is the actor in the audit log. */
export interface UserDataFacet {
  /** Writes an export. Whatever can't be read is named in the warnings; `version` is noted in the manifest. */
  export(by: Principal, version: string): Promise<UserExport>;
  /** Stops all runs and permanently removes conversations, exports, backups, and agents' memories. */
  purge(by: Principal): Promise<UserPurge>;
}
