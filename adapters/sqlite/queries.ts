// Typed queries that pages need occasionally. Kysely is loaded by the first one, which keeps startup fast.
import type { Kysely } from 'kysely';
import type { Connection } from './connection.ts';
import { storeFailure } from './store-failure.ts';
import type { Tables } from './tables.ts';

/** The occasional queries of the store. */
export interface Queries {
  audit(query: {
    readonly limit: number;
    readonly before?: number;
    readonly action?: string;
  }): Promise<readonly Pick<Tables['audit'], 'seq' | 'ts' | 'actor' | 'action' | 'subject' | 'details' | 'hash'>[]>;
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
