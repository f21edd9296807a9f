// Stands in for the libraries of the currencies and wallets that turbo-sdk can pay and sign with: 400 packages and more.
// To give it an item that is signed already takes none of them; whoever calls one here is told that it is not there.
function absent() {
  throw new Error("this library is left out where turbo-sdk is installed for tests");
}

// Each by name, for those who import by name and for those who require.
exports.ArconnectSigner = absent;
exports.ArweaveSigner = absent;
exports.Connection = absent;
exports.DirectSecp256k1Wallet = absent;
exports.EthereumSigner = absent;
exports.GasPrice = absent;
exports.HexInjectedSolanaSigner = absent;
exports.HexSolanaSigner = absent;
exports.InjectedEthereumSigner = absent;
exports.JsonRpcProvider = absent;
exports.Keypair = absent;
exports.PublicKey = absent;
exports.Secp256k1 = absent;
exports.Secp256k1HdWallet = absent;
exports.SignatureConfig = absent;
exports.SigningStargateClient = absent;
exports.Slip10 = absent;
exports.Slip10Curve = absent;
exports.SystemProgram = absent;
exports.Transaction = absent;
exports.TransactionInstruction = absent;
exports.VersionedTransaction = absent;
exports.Wallet = absent;
exports.arrayify = absent;
exports.base = absent;
exports.calculateFee = absent;
exports.computeAddress = absent;
exports.computePublicKey = absent;
exports.createAssociatedTokenAccountIdempotentInstruction = absent;
exports.createTransferCheckedInstruction = absent;
exports.createWalletClient = absent;
exports.custom = absent;
exports.ethers = absent;
exports.getAssociatedTokenAddressSync = absent;
exports.hashMessage = absent;
exports.hexlify = absent;
exports.http = absent;
exports.makeCosmoshubPath = absent;
exports.parseEther = absent;
exports.privateKeyToAccount = absent;
exports.pubkeyToAddress = absent;
exports.recoverPublicKey = absent;
exports.serializeTags = absent;
exports.streamSigner = absent;
exports.toBase64 = absent;
exports.toHex = absent;
exports.toUtf8Bytes = absent;
exports.wrapFetchWithPayment = absent;
