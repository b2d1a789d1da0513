// What a model accepts besides text.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ModelChoice } from './model-choice.ts';

/** An unknown model is assumed to see images. */
export function modelSenses({ providers }: Pick<EnginePorts, 'providers'>, { provider, model }: ModelChoice) {
  const known = providers.describe(provider, model);
  return { images: known?.images !== false, pdfs: known?.pdfs === true };
}
