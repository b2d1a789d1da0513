// The types of the model table.
import type { CostParts } from '../ports/usage-store.ts';

/** US dollars per million tokens. */
export interface Price extends CostParts {
  /** A call with a longer prompt (input and cache) costs more, including the tokens up to the limit. */
  readonly longPrompt?: { readonly above: number; readonly promptFactor: number; readonly outputFactor: number };
}

/** How thinking is configured for a model. `unknown`: it may not be possible to disable it. */
export type ThinkingStyle = 'adaptive' | 'always' | 'budget' | 'unknown';

/** Models with the same name prefix and the same limits. */
export interface ModelFamily {
  readonly prefix: string;
  /** Display name; default: the model's ID. */
  readonly name?: string;
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly reasoning: boolean;
  readonly thinking?: ThinkingStyle;
  /** False if chat completions with tools fail unless reasoning is disabled. */
  readonly chatReasonsWithTools?: false;
  /** Whether it is listed before the server has returned its models. */
  readonly offered?: true;
}

/** The models of a provider. */
export interface ProviderModels {
  readonly capabilities: { readonly tools: boolean; readonly images: boolean; readonly pdfs?: boolean };
  /** The first matching prefix is used. */
  readonly families: readonly ModelFamily[];
  /** By exact name. A name with a date suffix is the same model. A model that isn't listed has no price. */
  readonly prices: Readonly<Record<string, Price>>;
}

/** The model table. */
export interface ModelTable {
  /** Date of the newest entry, `YYYY-MM-DD`. */
  readonly date: string;
  readonly source: string;
  readonly providers: { readonly anthropic: ProviderModels; readonly openai: ProviderModels };
}
