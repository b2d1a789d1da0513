// /usage: tokens and cost of whoever asks.
import type { UsageGroup } from '../../ports/usage-store.ts';
import type { ChatTexts } from '../texts/english.ts';
import { defineChatCommand, type ChatCall } from './chat-command.ts';

const MONTH_DAYS = 30;
const MAX_SESSIONS = 10_000;

interface Sum {
  tokens: number;
  cost: number;
  hasUnknown: boolean;
}

export const USAGE = defineChatCommand({
  name: 'usage',
  run: async (call) => {
    const { texts } = call;
    const [today, month] = [await read(call, 1), await read(call, MONTH_DAYS)];
    if (month.length === 0) return texts.noUsage;
    const models = new Map<string, Sum>();
    for (const group of month) add(models, `${group.provider ?? ''}/${group.model ?? ''}`, group);
    const rows = [...models].toSorted(([, a], [, b]) => b.tokens - a.tokens);
    return [
      `| | ${texts.tokens} | ${texts.cost} |`,
      '|---|---:|---:|',
      row(texts, texts.today, total(today)),
      row(texts, texts.lastDays(MONTH_DAYS), total(month)),
      ...rows.map(([name, sum]) => row(texts, name, sum)),
    ].join('\n');
  },
});

/** Usage by session and model, of the sessions that belong to the sender alone. */
async function read(call: ChatCall, days: number): Promise<readonly UsageGroup[]> {
  const { sessions } = await call.engine.usage.bySession({ days }, MAX_SESSIONS);
  const keys = sessions.map(({ key }) => key).filter((key) => isOwn(call, key));
  const groups = await Promise.all(keys.map((sessionKey) => call.engine.usage.bySession({ days, sessionKey }, 1)));
  return groups.flatMap(({ byModel }) => byModel);
}

/** Sessions of a direct chat, and those of one sender in a group. */
function isOwn({ session, chat, senderId, channelId }: ChatCall, key: string): boolean {
  if (key === session.sessionKey) return true;
  const rest = key.split(':').slice(2);
  if (rest[0] !== channelId) return false;
  return chat.kind === 'direct' ? rest[1] === chat.chatId : rest.includes(`sender-${senderId}`);
}

function total(groups: readonly UsageGroup[]): Sum {
  const sums = new Map<string, Sum>();
  for (const group of groups) add(sums, '', group);
  return sums.get('') ?? { tokens: 0, cost: 0, hasUnknown: false };
}

function add(sums: Map<string, Sum>, name: string, { totalTokens, totalCost, missingCostEntries }: UsageGroup): void {
  const sum = sums.get(name) ?? { tokens: 0, cost: 0, hasUnknown: false };
  sum.tokens += totalTokens;
  sum.cost += totalCost;
  sum.hasUnknown ||= missingCostEntries > 0;
  sums.set(name, sum);
}

function row(texts: ChatTexts, name: string, { tokens, cost, hasUnknown }: Sum): string {
  const price =
    hasUnknown && cost === 0
      ? texts.unknownCost
      : hasUnknown
        ? texts.atLeast(`$${cost.toFixed(2)}`)
        : `$${cost.toFixed(2)}`;
  return `| ${name.replaceAll('|', '\\|')} | ${tokens.toLocaleString('en')} | ${price} |`;
}
