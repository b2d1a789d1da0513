// Sends console output to the connections that follow a project. A slow one is told that it missed something, and reloads.
import type { ConsoleOutput } from '#contract/types/console.ts';
import type { Connection } from '../server/connections/connection.ts';

/** Most projects that one connection may follow. */
const MAX_FOLLOWED = 100;

/** A connection that follows a project. */
interface Follower {
  hasMissed: boolean;
}

/** The followers of all projects. They end with their connection. */
export class ConsoleFeed {
  readonly #followers = new Map<Connection, Map<string, Follower>>();

  follow(connection: Connection, project: string): void {
    const followed = this.#followers.get(connection) ?? new Map<string, Follower>();
    if (!this.#followers.has(connection)) connection.onClose(() => this.#followers.delete(connection));
    this.#followers.set(connection, followed);
    followed.delete(project);
    // The oldest one is dropped, so that a client that never unsubscribes still sees what it opened last.
    const [oldest] = followed.keys();
    if (followed.size >= MAX_FOLLOWED && oldest !== undefined) followed.delete(oldest);
    followed.set(project, { hasMissed: false });
  }

  unfollow(connection: Connection, project: string): void {
    this.#followers.get(connection)?.delete(project);
  }

  send(output: ConsoleOutput): void {
    let payload: string | undefined;
    for (const [connection, followed] of this.#followers) {
      const follower = followed.get(output.project);
      if (follower === undefined) continue;
      if (connection.isSlow()) {
        follower.hasMissed = true;
        continue;
      }
      if (follower.hasMissed) connection.send('console.output', { ...output, isIncomplete: true });
      else connection.sendRaw('console.output', (payload ??= JSON.stringify(output)));
      follower.hasMissed = false;
    }
  }
}
