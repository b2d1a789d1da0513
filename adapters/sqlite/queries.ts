// Typed queries that pages need occasionally. Kysely is loaded by the first one, which keeps startup fast.
import type { Kysely } from 'kysely';
import type { Connection } from './connection.ts';
import { storeFailure } from './store-failure.ts';
import type { Tables } from './tables.ts';

/** Usage totals of one day. */
export interface UsageSums {
  readonly date: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cost: number;
  readonly inputCost: number;
  readonly outputCost: number;
  readonly cacheReadCost: number;
  readonly cacheWriteCost: number;
  readonly unpriced: number;
}

/** The occasional queries of the store. */
export interface Queries {
  audit(query: {
    readonly limit: number;
    readonly before?: number;
    readonly action?: string;
  }): Promise<readonly Pick<Tables['audit'], 'seq' | 'ts' | 'actor' | 'action' | 'subject' | 'details' | 'hash'>[]>;
  usageByDay(query: {
    readonly from: string;
    readonly to: string;
    readonly agentId?: string;
  }): Promise<readonly UsageSums[]>;
}

/** Queries over the store's connection. */
export function openQueries(connection: Connection): Queries {
  let opened: Promise<Kysely<Tables>> | undefined;
  const builder = () => (opened ??= openBuilder(connection));
  const failing = <T>(query: Promise<T>): Promise<T> =>
    query.catch((error: unknown) => {
      throw storeFailure(error);
    });
  return {
    audit: async (query) => failing(audit(await builder(), query)),
    usageByDay: async (query) => failing(usageByDay(await builder(), query)),
  };
}

async function openBuilder({ database }: Connection): Promise<Kysely<Tables>> {
  const { Kysely, SqliteDialect } = await import('kysely');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

function audit(builder: Kysely<Tables>, query: Parameters<Queries['audit']>[0]) {
  const { before, action } = query;
  return builder
    .selectFrom('audit')
    .select(['seq', 'ts', 'actor', 'action', 'subject', 'details', 'hash'])
    .$if(before !== undefined, (rows) => rows.where('seq', '<', before ?? 0))
    .$if(action !== undefined, (rows) => rows.where('action', '=', action ?? ''))
    .orderBy('seq', 'desc')
    .limit(query.limit)
    .execute();
}

function usageByDay(builder: Kysely<Tables>, query: Parameters<Queries['usageByDay']>[0]) {
  const { agentId } = query;
  return builder
    .selectFrom('usage')
    .select('day as date')
    .select(({ fn, eb }) => [
      fn.sum<number>('input').as('input'),
      fn.sum<number>('output').as('output'),
      fn.sum<number>('cache_read').as('cacheRead'),
      fn.sum<number>('cache_write').as('cacheWrite'),
      fn.coalesce(fn.sum<number>('cost'), eb.val(0)).as('cost'),
      fn.coalesce(fn.sum<number>('input_cost'), eb.val(0)).as('inputCost'),
      fn.coalesce(fn.sum<number>('output_cost'), eb.val(0)).as('outputCost'),
      fn.coalesce(fn.sum<number>('cache_read_cost'), eb.val(0)).as('cacheReadCost'),
      fn.coalesce(fn.sum<number>('cache_write_cost'), eb.val(0)).as('cacheWriteCost'),
      fn.countAll<number>().filterWhere('cost', 'is', null).as('unpriced'),
    ])
    .where('day', '>=', query.from)
    .where('day', '<=', query.to)
    .$if(agentId !== undefined, (rows) => rows.where('agent_id', '=', agentId ?? ''))
    .groupBy('day')
    .orderBy('day')
    .execute();
}
