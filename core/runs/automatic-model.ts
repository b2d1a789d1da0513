// The default model while none is chosen: that of this process, or one of a provider that has a key.
import type { EnginePorts } from '../engine/engine-ports.ts';
import { GATEWAY } from '../principal.ts';
import type { Settings } from '../ports/settings.ts';
import { agentModel } from './model-choice.ts';

/** Adds the default model to the settings. */
export class AutomaticModel {
  readonly #ports: EnginePorts;
  #model: string | undefined;
  #search: Promise<string | undefined> | undefined;
  #last: { readonly from: Settings; readonly settings: Settings } | undefined;

  constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  /** The settings in effect. They are the same object until something changes. */
  settings(): Settings {
    const from = this.#ports.config.settings();
    if (this.#last?.from !== from) this.#last = { from, settings: this.#complete(from) };
    return this.#last.settings;
  }

  /** The default model of an agent. If there is none, one is chosen, which lists the models of a provider. */
  async require(agentId: string): Promise<string | undefined> {
    const known = agentModel(this.settings(), agentId);
    if (known !== undefined) return known;
    this.#search ??= this.#ports.providers.suggestModel(GATEWAY.userId).finally(() => (this.#search = undefined));
    const found = await this.#search;
    if (found !== undefined && found !== this.#model) {
      this.#model = found;
      this.#last = undefined;
      this.#ports.log.info(`No model is chosen. Using ${found}, because its provider has an API key.`);
    }
    return agentModel(this.settings(), agentId);
  }

  /** Chooses again, because a provider was changed. */
  forget(): void {
    this.#model = undefined;
    this.#last = undefined;
  }

  #complete(from: Settings): Settings {
    const chosen = this.#ports.model ?? from.defaultModel;
    if (chosen !== undefined) return chosen === from.defaultModel ? from : { ...from, defaultModel: chosen };
    if (this.#model === undefined) return from;
    return { ...from, defaultModel: this.#model, automaticModel: this.#model };
  }
}
