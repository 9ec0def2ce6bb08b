export interface Settings {
  espalier: { origin: string; serviceKey: string };
  /** Two while one is being replaced. */
  webhookSecrets: readonly string[];
  host: string;
  port: number;
  stateFile: string;
  /** The service's code, second part of its resources' names, and the region. */
  service: string;
  region: string;
  meterEveryMs: number;
  /** Instances stop when the service stops, and start again with it: for a demonstration on somebody's laptop. */
  endWithService: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an error that names the variable which is missing. */
export function readSettings(environment: Environment = process.env): Settings {
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`${name} is not set: see README.md`);
    return value;
  };
  return {
    espalier: { origin: required("ESPALIER_ORIGIN"), serviceKey: required("ESPALIER_SERVICE_KEY") },
    webhookSecrets: required("WEBHOOK_SECRETS").split(" "),
    host: environment.HOST ?? "127.0.0.1",
    port: Number(environment.PORT ?? 4000),
    stateFile: environment.STATE_FILE ?? "instances.json",
    service: environment.SERVICE ?? "compute",
    region: environment.REGION ?? "local-1",
    meterEveryMs: Number(environment.METER_SECONDS ?? 60) * 1000,
    endWithService: environment.END_WITH_SERVICE === "1",
  };
}
