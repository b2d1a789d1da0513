// Configuration of the table of models.
import { section, textOr } from './define-key.ts';

/** The public table of models.dev, whose form `core/models/read-models-dev.ts` reads. */
const MODELS_DEV = 'https://models.dev/api.json';

/** `models`. */
export const MODELS = section('Models', 'Limits, abilities, and prices of models.', {
  tableUrl: textOr(
    'Model table',
    'Address of the table that is downloaded when you refresh it, in the format of models.dev. It is never downloaded automatically. A server on a private network, or one without https, must be listed in `network.allow`.',
    MODELS_DEV,
    { pattern: '^https?://', maxLength: 2048 },
  ),
});
