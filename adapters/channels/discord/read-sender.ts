// Who did something on Discord.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ChannelSender } from '#core/ports/channel.ts';

/** Discord's IDs. */
const SNOWFLAKE = /^\d{1,20}$/;

/** A person, from a user and perhaps a member of a server; undefined for bots, and if there is no valid ID. */
export function readSender(user: unknown, member?: unknown, locale?: unknown): ChannelSender | undefined {
  if (!isJsonObject(user) || user['bot'] === true || user['system'] === true || !isSnowflake(user['id']))
    return undefined;
  const nick = isJsonObject(member) ? member['nick'] : undefined;
  const name = [nick, user['global_name'], user['username']].find((one) => typeof one === 'string' && one !== '');
  return {
    id: user['id'],
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof locale === 'string' ? { language: locale } : {}),
  };
}

/** Who caused an interaction: in servers, a member. */
export function readActor({ user, member, locale }: JsonObject): ChannelSender | undefined {
  return readSender(isJsonObject(member) ? member['user'] : user, member, locale);
}

/** Whether a value is an ID of Discord. */
export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && SNOWFLAKE.test(value);
}
