/** What we use of it; it comes without types. Indices count UTF-16 units. */
declare module "bidi-js" {
  interface Embedding {
    levels: Uint8Array;
  }
  export default function bidiFactory(): {
    getEmbeddingLevels(text: string): Embedding;
    getMirroredCharactersMap(text: string, levels: Uint8Array): Map<number, string>;
    getReorderedIndices(text: string, embedding: Embedding): number[];
  };
}
