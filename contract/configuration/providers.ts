// Configuration of model providers and the prices of their models.
import { Type } from 'typebox';
import { flag, fraction, ID, map, text } from './define-key.ts';

/** `provider/model`. */
export const MODEL_NAME = { pattern: '^[^/\\s]+/\\S+$', maxLength: 200 };

/** Settings of a provider. */
const Provider = Type.Object(
  {
    enabled: flag('Enabled', 'Whether the models of this provider are available.', true),
    baseUrl: text('Address', "URL of the server. Default: the provider's own.", {
      pattern: '^https?://',
      maxLength: 2048,
      'x-sample': 'http://127.0.0.1:11434',
    }),
    apiKey: text(
      'API key',
      'Enter keys in Settings, where they are stored encrypted, or reference an environment variable here as `${NAME}`.',
      { maxLength: 4096, 'x-sensitive': true, 'x-sample': '${OLLAMA_API_KEY:-none}' },
    ),
  },
  { additionalProperties: false },
);

const dollars = (title: string, tokens: string) =>
  fraction(title, `US dollars per million ${tokens} tokens.`, 0, [0, 100_000]);

/** Price of a model, if it is unknown or differs from the built-in price. */
const Price = Type.Object(
  {
    input: dollars('Input', 'input'),
    output: dollars('Output', 'output'),
    cacheRead: dollars('Cache read', 'cache read'),
    cacheWrite: dollars('Cache write', 'cache write'),
  },
  { additionalProperties: false },
);

/** `providers`. */
export const PROVIDERS = map(
  'Model providers',
  'Providers by ID: anthropic, openai, ollama, demo, …',
  ID,
  Provider,
  'ollama',
);

/** `prices`. */
export const PRICES = map(
  'Prices',
  'Prices by `provider/model`. They override the built-in prices.',
  MODEL_NAME.pattern,
  Price,
  'ollama/my-model',
);
