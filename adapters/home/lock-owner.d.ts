/** The file in the home folder that names the owner. */
export declare const OWNER_FILE = 'host.lock';
/** The owner of a home folder. */
export interface LockOwner {
  readonly pid: number;
  /** Start time of the process, if the system provides it. */
  readonly processStart?: string;
  /** Unix ms. */
  readonly since: number;
  /** Loopback address that the host listens on. Earlier versions didn't store it. */
  readonly host?: string;
  /** Port of the host once it listens. */
  readonly port?: number;
  /** Whether it holds the system's lock, too. Earlier versions didn't. */
  readonly locksFile?: true;
}
/** Homes that this process has locked, with the functions that unlock them: a lock that is no longer referenced would end. */
export declare const heldHere: Map<string, () => void>;
/** Where the owner listens, as `http://127.0.0.1:18789`; undefined before it does. */
export declare function ownerOrigin({ host, port }: LockOwner): string | undefined;
/** The current owner of a home folder, if there is one. */
export declare function lockOwner(home: string): LockOwner | undefined;
/** The owner that the file names, whether it runs or not. */
export declare function readOwner(home: string): LockOwner | undefined;
/** State and start time of a process; undefined if it has ended or the system doesn't provide them. */
export declare function readProcess(pid: number):
  | {
      state: string | undefined;
      start: string | undefined;
    }
  | undefined;
