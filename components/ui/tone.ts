export type Tone = "plain" | "quiet" | "accent" | "ok" | "info" | "warn" | "danger";
