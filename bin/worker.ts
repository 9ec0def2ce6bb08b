import { runWorker } from "@/lib/entrypoints/worker/main";

await runWorker();
