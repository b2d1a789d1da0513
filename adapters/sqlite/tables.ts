// Kysely types of the tables that typed queries read.

/** Columns by table. */
export interface Tables {
  readonly audit: {
    readonly seq: number;
    readonly ts: number;
    readonly actor: string;
    readonly action: string;
    readonly subject: string;
    readonly details: string;
    readonly hash: string;
  };
  readonly usage: {
    readonly day: string;
    readonly agent_id: string;
    readonly input: number;
    readonly output: number;
    readonly cache_read: number;
    readonly cache_write: number;
    readonly cost: number | null;
    readonly input_cost: number | null;
    readonly output_cost: number | null;
    readonly cache_read_cost: number | null;
    readonly cache_write_cost: number | null;
  };
}
