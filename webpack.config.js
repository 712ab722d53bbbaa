// warehouse/static/{js,sass,images} -> warehouse/static/dist, each file named by its
// content, and manifest.json to find it by the name it had. Run by `make static`.

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const CompressionPlugin = require("compression-webpack-plugin");
const MiniCssExtractPlugin = require("mini-css-extract-plugin");
const { WebpackManifestPlugin } = require("webpack-manifest-plugin");

const source = path.resolve(__dirname, "warehouse/static");
const images = fs
  .readdirSync(path.join(source, "images"))
  .map((name) => path.join(source, "images", name));

module.exports = {
  context: source,
  entry: {
    warehouse: ["./js/warehouse.js", "./sass/warehouse.scss", ...images],
    theme: ["./js/theme.js"],
    // Workers, which scripts of the first start.
    proof: ["./js/workers/proof.js"],
    strength: ["./js/workers/strength.js"],
  },
  output: {
    path: path.join(source, "dist"),
    filename: "[name].[contenthash:16].js",
    assetModuleFilename: "images/[name].[contenthash:16][ext]",
    publicPath: "",
    clean: true,
  },
  // The dictionaries of passwords are large; they are loaded by a worker when somebody
  // chooses a password.
  performance: { assetFilter: (name) => /\.js$/.test(name) && !name.startsWith("strength.") },
  module: {
    rules: [
      {
        test: /\.scss$/,
        use: [MiniCssExtractPlugin.loader, "css-loader", "sass-loader"],
      },
      { test: /\.(svg|png|webp|ico)$/, type: "asset/resource" },
      {
        test: /\.woff2$/,
        type: "asset/resource",
        generator: { filename: "fonts/[name].[contenthash:16][ext]" },
      },
    ],
  },
  plugins: [
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:16].css" }),
    // Compressed once and well, so that nobody compresses them again for each reader.
    new CompressionPlugin({ test: /\.(css|js|svg)$/, algorithm: "gzip", compressionOptions: { level: 9 }, minRatio: 1 }),
    new CompressionPlugin({
      test: /\.(css|js|svg)$/,
      filename: "[path][base].br",
      algorithm: "brotliCompress",
      compressionOptions: { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } },
      minRatio: 1,
    }),
    new WebpackManifestPlugin({ publicPath: "", filter: ({ path }) => !/\.(gz|br)$/.test(path) }),
  ],
};
