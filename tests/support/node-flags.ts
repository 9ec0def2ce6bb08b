/** How Node runs our sources as they are, as the scripts of package.json say it. */
export const typescript = [
  "--conditions=react-server",
  ...["--import", "tsx"],
  ...["--import", "./bin/resolve-drizzle.ts"],
] as const;
