// Names and languages of people, which events don't have.
import { isJsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import type { ChannelSender } from '#core/ports/channel.ts';
import { setBounded } from '#core/set-bounded.ts';

const MAX_PEOPLE = 1_000;
/** A name that couldn't be read is asked for again with a later message. */
type Known = Omit<ChannelSender, 'id'>;

/** The people who have written since the start. */
export class PeopleDirectory {
  readonly #known = new Map<string, Known>();

  /** The sender with a name. Without one, if Slack doesn't tell. */
  async describe(id: string, ask: (user: string) => Promise<unknown>): Promise<ChannelSender> {
    const known = this.#known.get(id) ?? (await this.#ask(id, ask));
    return { id, ...known };
  }

  async #ask(id: string, ask: (user: string) => Promise<unknown>): Promise<Known> {
    // In shared channels, the ID starts with that of the other workspace.
    const answer = await ask(id.split('.').at(-1) ?? id).catch(() => undefined);
    const user = isJsonObject(answer) && isJsonObject(answer['user']) ? answer['user'] : undefined;
    if (user === undefined) return {};
    const profile = isJsonObject(user['profile']) ? user['profile'] : {};
    const name = [profile['display_name'], user['real_name'], user['name']].find(
      (one) => typeof one === 'string' && one !== '',
    );
    const language = typeof user['locale'] === 'string' && user['locale'] !== '' ? user['locale'] : undefined;
    const known: Known = { ...(typeof name === 'string' ? { name } : {}), ...defined({ language }) };
    setBounded(this.#known, id, known, MAX_PEOPLE);
    return known;
  }
}
