/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const sio = $root.sio = (() => {

    /**
     * Namespace sio.
     * @exports sio
     * @namespace
     */
    const sio = {};

    sio.Hello = (function() {

        /**
         * Properties of a Hello.
         * @typedef {Object} sio.Hello.$Properties
         * @property {number|null} [protocolMin] Hello protocolMin
         * @property {number|null} [protocolMax] Hello protocolMax
         * @property {string|null} [clusterId] Hello clusterId
         * @property {string|null} [role] Hello role
         * @property {number|null} [nodeId] Hello nodeId
         * @property {string|null} [nodeName] Hello nodeName
         * @property {number|null} [incarnation] Hello incarnation
         * @property {number|null} [lane] Hello lane
         * @property {number|null} [counter] Hello counter
         * @property {number|null} [targetDeviceId] Hello targetDeviceId
         * @property {Uint8Array|null} [nonce] Hello nonce
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Hello.
         * @memberof sio
         * @interface IHello
         * @augments sio.Hello.$Properties
         * @deprecated Use sio.Hello.$Properties instead.
         */

        /**
         * Shape of a Hello.
         * @typedef {sio.Hello.$Properties} sio.Hello.$Shape
         */

        /**
         * Constructs a new Hello.
         * @memberof sio
         * @classdesc Represents a Hello.
         * @constructor
         * @param {sio.Hello.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Hello = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Hello protocolMin.
         * @member {number} protocolMin
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.protocolMin = 0;

        /**
         * Hello protocolMax.
         * @member {number} protocolMax
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.protocolMax = 0;

        /**
         * Hello clusterId.
         * @member {string} clusterId
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.clusterId = "";

        /**
         * Hello role.
         * @member {string} role
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.role = "";

        /**
         * Hello nodeId.
         * @member {number} nodeId
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.nodeId = 0;

        /**
         * Hello nodeName.
         * @member {string} nodeName
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.nodeName = "";

        /**
         * Hello incarnation.
         * @member {number} incarnation
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.incarnation = 0;

        /**
         * Hello lane.
         * @member {number} lane
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.lane = 0;

        /**
         * Hello counter.
         * @member {number} counter
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.counter = 0;

        /**
         * Hello targetDeviceId.
         * @member {number} targetDeviceId
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.targetDeviceId = 0;

        /**
         * Hello nonce.
         * @member {Uint8Array} nonce
         * @memberof sio.Hello
         * @instance
         */
        Hello.prototype.nonce = $util.newBuffer([]);

        /**
         * Encodes the specified Hello message. Does not implicitly {@link sio.Hello.verify|verify} messages.
         * @function encode
         * @memberof sio.Hello
         * @static
         * @param {sio.Hello.$Properties} message Hello message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Hello.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocolMin != null && $Object.hasOwnProperty.call(message, "protocolMin") && message.protocolMin !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolMin);
            if (message.protocolMax != null && $Object.hasOwnProperty.call(message, "protocolMax") && message.protocolMax !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.protocolMax);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.clusterId);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.role);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.nodeId);
            if (message.nodeName != null && $Object.hasOwnProperty.call(message, "nodeName") && message.nodeName !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.nodeName);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.incarnation);
            if (message.lane != null && $Object.hasOwnProperty.call(message, "lane") && message.lane !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.lane);
            if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && message.counter !== 0)
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.counter);
            if (message.targetDeviceId != null && $Object.hasOwnProperty.call(message, "targetDeviceId") && message.targetDeviceId !== 0)
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.targetDeviceId);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.nonce);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Hello
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Hello & sio.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Hello.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Hello();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocolMin = value;
                        else
                            delete message.protocolMin;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocolMax = value;
                        else
                            delete message.protocolMax;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.nodeName = value;
                        else
                            delete message.nodeName;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lane = value;
                        else
                            delete message.lane;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.counter = value;
                        else
                            delete message.counter;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.targetDeviceId = value;
                        else
                            delete message.targetDeviceId;
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Hello
         * @function getTypeUrl
         * @memberof sio.Hello
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Hello.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Hello";
        };

        return Hello;
    })();

    sio.HelloReply = (function() {

        /**
         * Properties of a HelloReply.
         * @typedef {Object} sio.HelloReply.$Properties
         * @property {number|null} [protocol] HelloReply protocol
         * @property {string|null} [clusterId] HelloReply clusterId
         * @property {number|null} [nodeId] HelloReply nodeId
         * @property {number|null} [incarnation] HelloReply incarnation
         * @property {Uint8Array|null} [nonce] HelloReply nonce
         * @property {Uint8Array|null} [proof] HelloReply proof
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HelloReply.
         * @memberof sio
         * @interface IHelloReply
         * @augments sio.HelloReply.$Properties
         * @deprecated Use sio.HelloReply.$Properties instead.
         */

        /**
         * Shape of a HelloReply.
         * @typedef {sio.HelloReply.$Properties} sio.HelloReply.$Shape
         */

        /**
         * Constructs a new HelloReply.
         * @memberof sio
         * @classdesc Represents a HelloReply.
         * @constructor
         * @param {sio.HelloReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HelloReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HelloReply protocol.
         * @member {number} protocol
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.protocol = 0;

        /**
         * HelloReply clusterId.
         * @member {string} clusterId
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.clusterId = "";

        /**
         * HelloReply nodeId.
         * @member {number} nodeId
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.nodeId = 0;

        /**
         * HelloReply incarnation.
         * @member {number} incarnation
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.incarnation = 0;

        /**
         * HelloReply nonce.
         * @member {Uint8Array} nonce
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.nonce = $util.newBuffer([]);

        /**
         * HelloReply proof.
         * @member {Uint8Array} proof
         * @memberof sio.HelloReply
         * @instance
         */
        HelloReply.prototype.proof = $util.newBuffer([]);

        /**
         * Encodes the specified HelloReply message. Does not implicitly {@link sio.HelloReply.verify|verify} messages.
         * @function encode
         * @memberof sio.HelloReply
         * @static
         * @param {sio.HelloReply.$Properties} message HelloReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HelloReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.clusterId);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.nodeId);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.incarnation);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.nonce);
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.proof);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HelloReply message from the specified reader or buffer.
         * @function decode
         * @memberof sio.HelloReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.HelloReply & sio.HelloReply.$Shape} HelloReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HelloReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.HelloReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proof = value;
                        else
                            delete message.proof;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for HelloReply
         * @function getTypeUrl
         * @memberof sio.HelloReply
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HelloReply.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.HelloReply";
        };

        return HelloReply;
    })();

    sio.Auth = (function() {

        /**
         * Properties of an Auth.
         * @typedef {Object} sio.Auth.$Properties
         * @property {Uint8Array|null} [proof] Auth proof
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Auth.
         * @memberof sio
         * @interface IAuth
         * @augments sio.Auth.$Properties
         * @deprecated Use sio.Auth.$Properties instead.
         */

        /**
         * Shape of an Auth.
         * @typedef {sio.Auth.$Properties} sio.Auth.$Shape
         */

        /**
         * Constructs a new Auth.
         * @memberof sio
         * @classdesc Represents an Auth.
         * @constructor
         * @param {sio.Auth.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Auth = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Auth proof.
         * @member {Uint8Array} proof
         * @memberof sio.Auth
         * @instance
         */
        Auth.prototype.proof = $util.newBuffer([]);

        /**
         * Encodes the specified Auth message. Does not implicitly {@link sio.Auth.verify|verify} messages.
         * @function encode
         * @memberof sio.Auth
         * @static
         * @param {sio.Auth.$Properties} message Auth message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Auth.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.proof);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Auth message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Auth
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Auth & sio.Auth.$Shape} Auth
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Auth.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Auth();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proof = value;
                        else
                            delete message.proof;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Auth
         * @function getTypeUrl
         * @memberof sio.Auth
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Auth.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Auth";
        };

        return Auth;
    })();

    sio.Welcome = (function() {

        /**
         * Properties of a Welcome.
         * @typedef {Object} sio.Welcome.$Properties
         * @property {number|null} [mapVersion] Welcome mapVersion
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Welcome.
         * @memberof sio
         * @interface IWelcome
         * @augments sio.Welcome.$Properties
         * @deprecated Use sio.Welcome.$Properties instead.
         */

        /**
         * Shape of a Welcome.
         * @typedef {sio.Welcome.$Properties} sio.Welcome.$Shape
         */

        /**
         * Constructs a new Welcome.
         * @memberof sio
         * @classdesc Represents a Welcome.
         * @constructor
         * @param {sio.Welcome.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Welcome = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Welcome mapVersion.
         * @member {number} mapVersion
         * @memberof sio.Welcome
         * @instance
         */
        Welcome.prototype.mapVersion = 0;

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link sio.Welcome.verify|verify} messages.
         * @function encode
         * @memberof sio.Welcome
         * @static
         * @param {sio.Welcome.$Properties} message Welcome message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Welcome.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mapVersion != null && $Object.hasOwnProperty.call(message, "mapVersion") && !$Object.is(message.mapVersion, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.mapVersion);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Welcome
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Welcome & sio.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Welcome.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Welcome();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.mapVersion = value;
                        else
                            delete message.mapVersion;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Welcome
         * @function getTypeUrl
         * @memberof sio.Welcome
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Welcome.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Welcome";
        };

        return Welcome;
    })();

    sio.Refusal = (function() {

        /**
         * Properties of a Refusal.
         * @typedef {Object} sio.Refusal.$Properties
         * @property {number|null} [code] Refusal code
         * @property {string|null} [message] Refusal message
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Refusal.
         * @memberof sio
         * @interface IRefusal
         * @augments sio.Refusal.$Properties
         * @deprecated Use sio.Refusal.$Properties instead.
         */

        /**
         * Shape of a Refusal.
         * @typedef {sio.Refusal.$Properties} sio.Refusal.$Shape
         */

        /**
         * Constructs a new Refusal.
         * @memberof sio
         * @classdesc Represents a Refusal.
         * @constructor
         * @param {sio.Refusal.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Refusal = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Refusal code.
         * @member {number} code
         * @memberof sio.Refusal
         * @instance
         */
        Refusal.prototype.code = 0;

        /**
         * Refusal message.
         * @member {string} message
         * @memberof sio.Refusal
         * @instance
         */
        Refusal.prototype.message = "";

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link sio.Refusal.verify|verify} messages.
         * @function encode
         * @memberof sio.Refusal
         * @static
         * @param {sio.Refusal.$Properties} message Refusal message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Refusal.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Refusal
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Refusal & sio.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Refusal.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Refusal();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Refusal
         * @function getTypeUrl
         * @memberof sio.Refusal
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Refusal.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Refusal";
        };

        return Refusal;
    })();

    sio.HandshakeMessage = (function() {

        /**
         * Properties of a HandshakeMessage.
         * @typedef {Object} sio.HandshakeMessage.$Properties
         * @property {sio.Hello.$Properties|null} [hello] HandshakeMessage hello
         * @property {sio.HelloReply.$Properties|null} [helloReply] HandshakeMessage helloReply
         * @property {sio.Auth.$Properties|null} [auth] HandshakeMessage auth
         * @property {sio.Welcome.$Properties|null} [welcome] HandshakeMessage welcome
         * @property {sio.Refusal.$Properties|null} [refusal] HandshakeMessage refusal
         * @property {"hello"|"helloReply"|"auth"|"welcome"|"refusal"} [kind] HandshakeMessage kind
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HandshakeMessage.
         * @memberof sio
         * @interface IHandshakeMessage
         * @augments sio.HandshakeMessage.$Properties
         * @deprecated Use sio.HandshakeMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a HandshakeMessage.
         * @typedef {{
         *   hello?: sio.Hello.$Shape|null;
         *   helloReply?: sio.HelloReply.$Shape|null;
         *   auth?: sio.Auth.$Shape|null;
         *   welcome?: sio.Welcome.$Shape|null;
         *   refusal?: sio.Refusal.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ kind?: undefined; hello?: null; helloReply?: null; auth?: null; welcome?: null; refusal?: null }|{ kind?: "hello"; hello: sio.Hello.$Shape; helloReply?: null; auth?: null; welcome?: null; refusal?: null }|{ kind?: "helloReply"; hello?: null; helloReply: sio.HelloReply.$Shape; auth?: null; welcome?: null; refusal?: null }|{ kind?: "auth"; hello?: null; helloReply?: null; auth: sio.Auth.$Shape; welcome?: null; refusal?: null }|{ kind?: "welcome"; hello?: null; helloReply?: null; auth?: null; welcome: sio.Welcome.$Shape; refusal?: null }|{ kind?: "refusal"; hello?: null; helloReply?: null; auth?: null; welcome?: null; refusal: sio.Refusal.$Shape })
         * )} sio.HandshakeMessage.$Shape
         */

        /**
         * Constructs a new HandshakeMessage.
         * @memberof sio
         * @classdesc Represents a HandshakeMessage.
         * @constructor
         * @param {sio.HandshakeMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HandshakeMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HandshakeMessage hello.
         * @member {sio.Hello.$Properties|null|undefined} hello
         * @memberof sio.HandshakeMessage
         * @instance
         */
        HandshakeMessage.prototype.hello = null;

        /**
         * HandshakeMessage helloReply.
         * @member {sio.HelloReply.$Properties|null|undefined} helloReply
         * @memberof sio.HandshakeMessage
         * @instance
         */
        HandshakeMessage.prototype.helloReply = null;

        /**
         * HandshakeMessage auth.
         * @member {sio.Auth.$Properties|null|undefined} auth
         * @memberof sio.HandshakeMessage
         * @instance
         */
        HandshakeMessage.prototype.auth = null;

        /**
         * HandshakeMessage welcome.
         * @member {sio.Welcome.$Properties|null|undefined} welcome
         * @memberof sio.HandshakeMessage
         * @instance
         */
        HandshakeMessage.prototype.welcome = null;

        /**
         * HandshakeMessage refusal.
         * @member {sio.Refusal.$Properties|null|undefined} refusal
         * @memberof sio.HandshakeMessage
         * @instance
         */
        HandshakeMessage.prototype.refusal = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * HandshakeMessage kind.
         * @member {"hello"|"helloReply"|"auth"|"welcome"|"refusal"|undefined} kind
         * @memberof sio.HandshakeMessage
         * @instance
         */
        $Object.defineProperty(HandshakeMessage.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["hello", "helloReply", "auth", "welcome", "refusal"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified HandshakeMessage message. Does not implicitly {@link sio.HandshakeMessage.verify|verify} messages.
         * @function encode
         * @memberof sio.HandshakeMessage
         * @static
         * @param {sio.HandshakeMessage.$Properties} message HandshakeMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HandshakeMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                $root.sio.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.helloReply != null && $Object.hasOwnProperty.call(message, "helloReply"))
                $root.sio.HelloReply.encode(message.helloReply, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.auth != null && $Object.hasOwnProperty.call(message, "auth"))
                $root.sio.Auth.encode(message.auth, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                $root.sio.Welcome.encode(message.welcome, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.sio.Refusal.encode(message.refusal, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HandshakeMessage message from the specified reader or buffer.
         * @function decode
         * @memberof sio.HandshakeMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.HandshakeMessage & sio.HandshakeMessage.$Shape} HandshakeMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HandshakeMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.HandshakeMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.hello = $root.sio.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                        message.kind = "hello";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.helloReply = $root.sio.HelloReply.decode(reader, reader.size(), $undefined, _depth + 1, message.helloReply);
                        message.kind = "helloReply";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.auth = $root.sio.Auth.decode(reader, reader.size(), $undefined, _depth + 1, message.auth);
                        message.kind = "auth";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.welcome = $root.sio.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                        message.kind = "welcome";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.sio.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                        message.kind = "refusal";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for HandshakeMessage
         * @function getTypeUrl
         * @memberof sio.HandshakeMessage
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HandshakeMessage.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.HandshakeMessage";
        };

        return HandshakeMessage;
    })();

    sio.SystemRecord = (function() {

        /**
         * Properties of a SystemRecord.
         * @typedef {Object} sio.SystemRecord.$Properties
         * @property {string|null} [name] SystemRecord name
         * @property {string|null} [clusterId] SystemRecord clusterId
         * @property {number|null} [createdAtMs] SystemRecord createdAtMs
         * @property {Array.<sio.HistoryStart.$Properties>|null} [history] SystemRecord history
         * @property {Array.<sio.LayerRange.$Properties>|null} [keptLayers] SystemRecord keptLayers
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SystemRecord.
         * @memberof sio
         * @interface ISystemRecord
         * @augments sio.SystemRecord.$Properties
         * @deprecated Use sio.SystemRecord.$Properties instead.
         */

        /**
         * Shape of a SystemRecord.
         * @typedef {sio.SystemRecord.$Properties} sio.SystemRecord.$Shape
         */

        /**
         * Constructs a new SystemRecord.
         * @memberof sio
         * @classdesc Represents a SystemRecord.
         * @constructor
         * @param {sio.SystemRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SystemRecord = function (properties) {
            this.history = [];
            this.keptLayers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SystemRecord name.
         * @member {string} name
         * @memberof sio.SystemRecord
         * @instance
         */
        SystemRecord.prototype.name = "";

        /**
         * SystemRecord clusterId.
         * @member {string} clusterId
         * @memberof sio.SystemRecord
         * @instance
         */
        SystemRecord.prototype.clusterId = "";

        /**
         * SystemRecord createdAtMs.
         * @member {number} createdAtMs
         * @memberof sio.SystemRecord
         * @instance
         */
        SystemRecord.prototype.createdAtMs = 0;

        /**
         * SystemRecord history.
         * @member {Array.<sio.HistoryStart.$Properties>} history
         * @memberof sio.SystemRecord
         * @instance
         */
        SystemRecord.prototype.history = $util.emptyArray;

        /**
         * SystemRecord keptLayers.
         * @member {Array.<sio.LayerRange.$Properties>} keptLayers
         * @memberof sio.SystemRecord
         * @instance
         */
        SystemRecord.prototype.keptLayers = $util.emptyArray;

        /**
         * Encodes the specified SystemRecord message. Does not implicitly {@link sio.SystemRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.SystemRecord
         * @static
         * @param {sio.SystemRecord.$Properties} message SystemRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SystemRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.clusterId);
            if (message.createdAtMs != null && $Object.hasOwnProperty.call(message, "createdAtMs") && !$Object.is(message.createdAtMs, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.createdAtMs);
            if (message.history != null && message.history.length)
                for (let i = 0; i < message.history.length; ++i)
                    $root.sio.HistoryStart.encode(message.history[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.keptLayers != null && message.keptLayers.length)
                for (let i = 0; i < message.keptLayers.length; ++i)
                    $root.sio.LayerRange.encode(message.keptLayers[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SystemRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SystemRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SystemRecord & sio.SystemRecord.$Shape} SystemRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SystemRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SystemRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.createdAtMs = value;
                        else
                            delete message.createdAtMs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.history && message.history.length))
                            message.history = [];
                        message.history.push($root.sio.HistoryStart.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.keptLayers && message.keptLayers.length))
                            message.keptLayers = [];
                        message.keptLayers.push($root.sio.LayerRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SystemRecord
         * @function getTypeUrl
         * @memberof sio.SystemRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SystemRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SystemRecord";
        };

        return SystemRecord;
    })();

    sio.HistoryStart = (function() {

        /**
         * Properties of a HistoryStart.
         * @typedef {Object} sio.HistoryStart.$Properties
         * @property {number|null} [id] HistoryStart id
         * @property {number|null} [fromVersion] HistoryStart fromVersion
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HistoryStart.
         * @memberof sio
         * @interface IHistoryStart
         * @augments sio.HistoryStart.$Properties
         * @deprecated Use sio.HistoryStart.$Properties instead.
         */

        /**
         * Shape of a HistoryStart.
         * @typedef {sio.HistoryStart.$Properties} sio.HistoryStart.$Shape
         */

        /**
         * Constructs a new HistoryStart.
         * @memberof sio
         * @classdesc Represents a HistoryStart.
         * @constructor
         * @param {sio.HistoryStart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HistoryStart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HistoryStart id.
         * @member {number} id
         * @memberof sio.HistoryStart
         * @instance
         */
        HistoryStart.prototype.id = 0;

        /**
         * HistoryStart fromVersion.
         * @member {number} fromVersion
         * @memberof sio.HistoryStart
         * @instance
         */
        HistoryStart.prototype.fromVersion = 0;

        /**
         * Encodes the specified HistoryStart message. Does not implicitly {@link sio.HistoryStart.verify|verify} messages.
         * @function encode
         * @memberof sio.HistoryStart
         * @static
         * @param {sio.HistoryStart.$Properties} message HistoryStart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HistoryStart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && !$Object.is(message.id, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.id);
            if (message.fromVersion != null && $Object.hasOwnProperty.call(message, "fromVersion") && !$Object.is(message.fromVersion, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.fromVersion);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HistoryStart message from the specified reader or buffer.
         * @function decode
         * @memberof sio.HistoryStart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.HistoryStart & sio.HistoryStart.$Shape} HistoryStart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HistoryStart.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.HistoryStart();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.fromVersion = value;
                        else
                            delete message.fromVersion;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for HistoryStart
         * @function getTypeUrl
         * @memberof sio.HistoryStart
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HistoryStart.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.HistoryStart";
        };

        return HistoryStart;
    })();

    sio.LayerRange = (function() {

        /**
         * Properties of a LayerRange.
         * @typedef {Object} sio.LayerRange.$Properties
         * @property {number|null} [from] LayerRange from
         * @property {number|null} [until] LayerRange until
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LayerRange.
         * @memberof sio
         * @interface ILayerRange
         * @augments sio.LayerRange.$Properties
         * @deprecated Use sio.LayerRange.$Properties instead.
         */

        /**
         * Shape of a LayerRange.
         * @typedef {sio.LayerRange.$Properties} sio.LayerRange.$Shape
         */

        /**
         * Constructs a new LayerRange.
         * @memberof sio
         * @classdesc Represents a LayerRange.
         * @constructor
         * @param {sio.LayerRange.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LayerRange = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LayerRange from.
         * @member {number} from
         * @memberof sio.LayerRange
         * @instance
         */
        LayerRange.prototype.from = 0;

        /**
         * LayerRange until.
         * @member {number} until
         * @memberof sio.LayerRange
         * @instance
         */
        LayerRange.prototype.until = 0;

        /**
         * Encodes the specified LayerRange message. Does not implicitly {@link sio.LayerRange.verify|verify} messages.
         * @function encode
         * @memberof sio.LayerRange
         * @static
         * @param {sio.LayerRange.$Properties} message LayerRange message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LayerRange.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && !$Object.is(message.from, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.from);
            if (message.until != null && $Object.hasOwnProperty.call(message, "until") && !$Object.is(message.until, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.until);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LayerRange message from the specified reader or buffer.
         * @function decode
         * @memberof sio.LayerRange
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.LayerRange & sio.LayerRange.$Shape} LayerRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LayerRange.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.LayerRange();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.until = value;
                        else
                            delete message.until;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for LayerRange
         * @function getTypeUrl
         * @memberof sio.LayerRange
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        LayerRange.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.LayerRange";
        };

        return LayerRange;
    })();

    sio.ProtectionDomainRecord = (function() {

        /**
         * Properties of a ProtectionDomainRecord.
         * @typedef {Object} sio.ProtectionDomainRecord.$Properties
         * @property {number|null} [id] ProtectionDomainRecord id
         * @property {string|null} [name] ProtectionDomainRecord name
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ProtectionDomainRecord.
         * @memberof sio
         * @interface IProtectionDomainRecord
         * @augments sio.ProtectionDomainRecord.$Properties
         * @deprecated Use sio.ProtectionDomainRecord.$Properties instead.
         */

        /**
         * Shape of a ProtectionDomainRecord.
         * @typedef {sio.ProtectionDomainRecord.$Properties} sio.ProtectionDomainRecord.$Shape
         */

        /**
         * Constructs a new ProtectionDomainRecord.
         * @memberof sio
         * @classdesc Represents a ProtectionDomainRecord.
         * @constructor
         * @param {sio.ProtectionDomainRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ProtectionDomainRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ProtectionDomainRecord id.
         * @member {number} id
         * @memberof sio.ProtectionDomainRecord
         * @instance
         */
        ProtectionDomainRecord.prototype.id = 0;

        /**
         * ProtectionDomainRecord name.
         * @member {string} name
         * @memberof sio.ProtectionDomainRecord
         * @instance
         */
        ProtectionDomainRecord.prototype.name = "";

        /**
         * Encodes the specified ProtectionDomainRecord message. Does not implicitly {@link sio.ProtectionDomainRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.ProtectionDomainRecord
         * @static
         * @param {sio.ProtectionDomainRecord.$Properties} message ProtectionDomainRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ProtectionDomainRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ProtectionDomainRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ProtectionDomainRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ProtectionDomainRecord & sio.ProtectionDomainRecord.$Shape} ProtectionDomainRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ProtectionDomainRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ProtectionDomainRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ProtectionDomainRecord
         * @function getTypeUrl
         * @memberof sio.ProtectionDomainRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ProtectionDomainRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ProtectionDomainRecord";
        };

        return ProtectionDomainRecord;
    })();

    sio.FaultSetRecord = (function() {

        /**
         * Properties of a FaultSetRecord.
         * @typedef {Object} sio.FaultSetRecord.$Properties
         * @property {number|null} [id] FaultSetRecord id
         * @property {string|null} [name] FaultSetRecord name
         * @property {number|null} [protectionDomainId] FaultSetRecord protectionDomainId
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FaultSetRecord.
         * @memberof sio
         * @interface IFaultSetRecord
         * @augments sio.FaultSetRecord.$Properties
         * @deprecated Use sio.FaultSetRecord.$Properties instead.
         */

        /**
         * Shape of a FaultSetRecord.
         * @typedef {sio.FaultSetRecord.$Properties} sio.FaultSetRecord.$Shape
         */

        /**
         * Constructs a new FaultSetRecord.
         * @memberof sio
         * @classdesc Represents a FaultSetRecord.
         * @constructor
         * @param {sio.FaultSetRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FaultSetRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FaultSetRecord id.
         * @member {number} id
         * @memberof sio.FaultSetRecord
         * @instance
         */
        FaultSetRecord.prototype.id = 0;

        /**
         * FaultSetRecord name.
         * @member {string} name
         * @memberof sio.FaultSetRecord
         * @instance
         */
        FaultSetRecord.prototype.name = "";

        /**
         * FaultSetRecord protectionDomainId.
         * @member {number} protectionDomainId
         * @memberof sio.FaultSetRecord
         * @instance
         */
        FaultSetRecord.prototype.protectionDomainId = 0;

        /**
         * Encodes the specified FaultSetRecord message. Does not implicitly {@link sio.FaultSetRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.FaultSetRecord
         * @static
         * @param {sio.FaultSetRecord.$Properties} message FaultSetRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FaultSetRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.protectionDomainId != null && $Object.hasOwnProperty.call(message, "protectionDomainId") && message.protectionDomainId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.protectionDomainId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FaultSetRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.FaultSetRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.FaultSetRecord & sio.FaultSetRecord.$Shape} FaultSetRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FaultSetRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.FaultSetRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protectionDomainId = value;
                        else
                            delete message.protectionDomainId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for FaultSetRecord
         * @function getTypeUrl
         * @memberof sio.FaultSetRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        FaultSetRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.FaultSetRecord";
        };

        return FaultSetRecord;
    })();

    sio.PoolRecord = (function() {

        /**
         * Properties of a PoolRecord.
         * @typedef {Object} sio.PoolRecord.$Properties
         * @property {number|null} [id] PoolRecord id
         * @property {string|null} [name] PoolRecord name
         * @property {number|null} [protectionDomainId] PoolRecord protectionDomainId
         * @property {number|null} [replicas] PoolRecord replicas
         * @property {number|null} [sliceCount] PoolRecord sliceCount
         * @property {string|null} [acknowledge] PoolRecord acknowledge
         * @property {string|null} [mediaType] PoolRecord mediaType
         * @property {number|null} [sparePercentage] PoolRecord sparePercentage
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PoolRecord.
         * @memberof sio
         * @interface IPoolRecord
         * @augments sio.PoolRecord.$Properties
         * @deprecated Use sio.PoolRecord.$Properties instead.
         */

        /**
         * Shape of a PoolRecord.
         * @typedef {sio.PoolRecord.$Properties} sio.PoolRecord.$Shape
         */

        /**
         * Constructs a new PoolRecord.
         * @memberof sio
         * @classdesc Represents a PoolRecord.
         * @constructor
         * @param {sio.PoolRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PoolRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PoolRecord id.
         * @member {number} id
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.id = 0;

        /**
         * PoolRecord name.
         * @member {string} name
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.name = "";

        /**
         * PoolRecord protectionDomainId.
         * @member {number} protectionDomainId
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.protectionDomainId = 0;

        /**
         * PoolRecord replicas.
         * @member {number} replicas
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.replicas = 0;

        /**
         * PoolRecord sliceCount.
         * @member {number} sliceCount
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.sliceCount = 0;

        /**
         * PoolRecord acknowledge.
         * @member {string} acknowledge
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.acknowledge = "";

        /**
         * PoolRecord mediaType.
         * @member {string} mediaType
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.mediaType = "";

        /**
         * PoolRecord sparePercentage.
         * @member {number} sparePercentage
         * @memberof sio.PoolRecord
         * @instance
         */
        PoolRecord.prototype.sparePercentage = 0;

        /**
         * Encodes the specified PoolRecord message. Does not implicitly {@link sio.PoolRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.PoolRecord
         * @static
         * @param {sio.PoolRecord.$Properties} message PoolRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PoolRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.protectionDomainId != null && $Object.hasOwnProperty.call(message, "protectionDomainId") && message.protectionDomainId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.protectionDomainId);
            if (message.replicas != null && $Object.hasOwnProperty.call(message, "replicas") && message.replicas !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.replicas);
            if (message.sliceCount != null && $Object.hasOwnProperty.call(message, "sliceCount") && message.sliceCount !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.sliceCount);
            if (message.acknowledge != null && $Object.hasOwnProperty.call(message, "acknowledge") && message.acknowledge !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.acknowledge);
            if (message.mediaType != null && $Object.hasOwnProperty.call(message, "mediaType") && message.mediaType !== "")
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.mediaType);
            if (message.sparePercentage != null && $Object.hasOwnProperty.call(message, "sparePercentage") && message.sparePercentage !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.sparePercentage);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PoolRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.PoolRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.PoolRecord & sio.PoolRecord.$Shape} PoolRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PoolRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.PoolRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protectionDomainId = value;
                        else
                            delete message.protectionDomainId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.replicas = value;
                        else
                            delete message.replicas;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sliceCount = value;
                        else
                            delete message.sliceCount;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.acknowledge = value;
                        else
                            delete message.acknowledge;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mediaType = value;
                        else
                            delete message.mediaType;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sparePercentage = value;
                        else
                            delete message.sparePercentage;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for PoolRecord
         * @function getTypeUrl
         * @memberof sio.PoolRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        PoolRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.PoolRecord";
        };

        return PoolRecord;
    })();

    sio.SdsRecord = (function() {

        /**
         * Properties of a SdsRecord.
         * @typedef {Object} sio.SdsRecord.$Properties
         * @property {number|null} [id] SdsRecord id
         * @property {string|null} [name] SdsRecord name
         * @property {number|null} [protectionDomainId] SdsRecord protectionDomainId
         * @property {number|null} [faultSetId] SdsRecord faultSetId
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SdsRecord.
         * @memberof sio
         * @interface ISdsRecord
         * @augments sio.SdsRecord.$Properties
         * @deprecated Use sio.SdsRecord.$Properties instead.
         */

        /**
         * Shape of a SdsRecord.
         * @typedef {sio.SdsRecord.$Properties} sio.SdsRecord.$Shape
         */

        /**
         * Constructs a new SdsRecord.
         * @memberof sio
         * @classdesc Represents a SdsRecord.
         * @constructor
         * @param {sio.SdsRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SdsRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SdsRecord id.
         * @member {number} id
         * @memberof sio.SdsRecord
         * @instance
         */
        SdsRecord.prototype.id = 0;

        /**
         * SdsRecord name.
         * @member {string} name
         * @memberof sio.SdsRecord
         * @instance
         */
        SdsRecord.prototype.name = "";

        /**
         * SdsRecord protectionDomainId.
         * @member {number} protectionDomainId
         * @memberof sio.SdsRecord
         * @instance
         */
        SdsRecord.prototype.protectionDomainId = 0;

        /**
         * SdsRecord faultSetId.
         * @member {number} faultSetId
         * @memberof sio.SdsRecord
         * @instance
         */
        SdsRecord.prototype.faultSetId = 0;

        /**
         * Encodes the specified SdsRecord message. Does not implicitly {@link sio.SdsRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.SdsRecord
         * @static
         * @param {sio.SdsRecord.$Properties} message SdsRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SdsRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.protectionDomainId != null && $Object.hasOwnProperty.call(message, "protectionDomainId") && message.protectionDomainId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.protectionDomainId);
            if (message.faultSetId != null && $Object.hasOwnProperty.call(message, "faultSetId") && message.faultSetId !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.faultSetId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SdsRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SdsRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SdsRecord & sio.SdsRecord.$Shape} SdsRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SdsRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SdsRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protectionDomainId = value;
                        else
                            delete message.protectionDomainId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.faultSetId = value;
                        else
                            delete message.faultSetId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SdsRecord
         * @function getTypeUrl
         * @memberof sio.SdsRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SdsRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SdsRecord";
        };

        return SdsRecord;
    })();

    sio.DeviceRecord = (function() {

        /**
         * Properties of a DeviceRecord.
         * @typedef {Object} sio.DeviceRecord.$Properties
         * @property {number|null} [id] DeviceRecord id
         * @property {string|null} [name] DeviceRecord name
         * @property {number|null} [sdsId] DeviceRecord sdsId
         * @property {number|null} [poolId] DeviceRecord poolId
         * @property {string|null} [path] DeviceRecord path
         * @property {number|null} [capacityBytes] DeviceRecord capacityBytes
         * @property {number|null} [incarnation] DeviceRecord incarnation
         * @property {string|null} [bootId] DeviceRecord bootId
         * @property {string|null} [dataHost] DeviceRecord dataHost
         * @property {number|null} [dataPort] DeviceRecord dataPort
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DeviceRecord.
         * @memberof sio
         * @interface IDeviceRecord
         * @augments sio.DeviceRecord.$Properties
         * @deprecated Use sio.DeviceRecord.$Properties instead.
         */

        /**
         * Shape of a DeviceRecord.
         * @typedef {sio.DeviceRecord.$Properties} sio.DeviceRecord.$Shape
         */

        /**
         * Constructs a new DeviceRecord.
         * @memberof sio
         * @classdesc Represents a DeviceRecord.
         * @constructor
         * @param {sio.DeviceRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DeviceRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DeviceRecord id.
         * @member {number} id
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.id = 0;

        /**
         * DeviceRecord name.
         * @member {string} name
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.name = "";

        /**
         * DeviceRecord sdsId.
         * @member {number} sdsId
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.sdsId = 0;

        /**
         * DeviceRecord poolId.
         * @member {number} poolId
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.poolId = 0;

        /**
         * DeviceRecord path.
         * @member {string} path
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.path = "";

        /**
         * DeviceRecord capacityBytes.
         * @member {number} capacityBytes
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.capacityBytes = 0;

        /**
         * DeviceRecord incarnation.
         * @member {number} incarnation
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.incarnation = 0;

        /**
         * DeviceRecord bootId.
         * @member {string} bootId
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.bootId = "";

        /**
         * DeviceRecord dataHost.
         * @member {string} dataHost
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.dataHost = "";

        /**
         * DeviceRecord dataPort.
         * @member {number} dataPort
         * @memberof sio.DeviceRecord
         * @instance
         */
        DeviceRecord.prototype.dataPort = 0;

        /**
         * Encodes the specified DeviceRecord message. Does not implicitly {@link sio.DeviceRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.DeviceRecord
         * @static
         * @param {sio.DeviceRecord.$Properties} message DeviceRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DeviceRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.sdsId != null && $Object.hasOwnProperty.call(message, "sdsId") && message.sdsId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.sdsId);
            if (message.poolId != null && $Object.hasOwnProperty.call(message, "poolId") && message.poolId !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.poolId);
            if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.path);
            if (message.capacityBytes != null && $Object.hasOwnProperty.call(message, "capacityBytes") && !$Object.is(message.capacityBytes, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.capacityBytes);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.incarnation);
            if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.bootId);
            if (message.dataHost != null && $Object.hasOwnProperty.call(message, "dataHost") && message.dataHost !== "")
                writer.uint32(/* id 9, wireType 2 =*/74).string(message.dataHost);
            if (message.dataPort != null && $Object.hasOwnProperty.call(message, "dataPort") && message.dataPort !== 0)
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.dataPort);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DeviceRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.DeviceRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.DeviceRecord & sio.DeviceRecord.$Shape} DeviceRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DeviceRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.DeviceRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sdsId = value;
                        else
                            delete message.sdsId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.poolId = value;
                        else
                            delete message.poolId;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.path = value;
                        else
                            delete message.path;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.capacityBytes = value;
                        else
                            delete message.capacityBytes;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bootId = value;
                        else
                            delete message.bootId;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.dataHost = value;
                        else
                            delete message.dataHost;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.dataPort = value;
                        else
                            delete message.dataPort;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for DeviceRecord
         * @function getTypeUrl
         * @memberof sio.DeviceRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        DeviceRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.DeviceRecord";
        };

        return DeviceRecord;
    })();

    sio.SliceEntry = (function() {

        /**
         * Properties of a SliceEntry.
         * @typedef {Object} sio.SliceEntry.$Properties
         * @property {number|null} [generation] SliceEntry generation
         * @property {number|null} [lossEpoch] SliceEntry lossEpoch
         * @property {Array.<number>|null} [replicas] SliceEntry replicas
         * @property {Array.<number>|null} [syncing] SliceEntry syncing
         * @property {Array.<number>|null} [rebooted] SliceEntry rebooted
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SliceEntry.
         * @memberof sio
         * @interface ISliceEntry
         * @augments sio.SliceEntry.$Properties
         * @deprecated Use sio.SliceEntry.$Properties instead.
         */

        /**
         * Shape of a SliceEntry.
         * @typedef {sio.SliceEntry.$Properties} sio.SliceEntry.$Shape
         */

        /**
         * Constructs a new SliceEntry.
         * @memberof sio
         * @classdesc Represents a SliceEntry.
         * @constructor
         * @param {sio.SliceEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SliceEntry = function (properties) {
            this.replicas = [];
            this.syncing = [];
            this.rebooted = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SliceEntry generation.
         * @member {number} generation
         * @memberof sio.SliceEntry
         * @instance
         */
        SliceEntry.prototype.generation = 0;

        /**
         * SliceEntry lossEpoch.
         * @member {number} lossEpoch
         * @memberof sio.SliceEntry
         * @instance
         */
        SliceEntry.prototype.lossEpoch = 0;

        /**
         * SliceEntry replicas.
         * @member {Array.<number>} replicas
         * @memberof sio.SliceEntry
         * @instance
         */
        SliceEntry.prototype.replicas = $util.emptyArray;

        /**
         * SliceEntry syncing.
         * @member {Array.<number>} syncing
         * @memberof sio.SliceEntry
         * @instance
         */
        SliceEntry.prototype.syncing = $util.emptyArray;

        /**
         * SliceEntry rebooted.
         * @member {Array.<number>} rebooted
         * @memberof sio.SliceEntry
         * @instance
         */
        SliceEntry.prototype.rebooted = $util.emptyArray;

        /**
         * Encodes the specified SliceEntry message. Does not implicitly {@link sio.SliceEntry.verify|verify} messages.
         * @function encode
         * @memberof sio.SliceEntry
         * @static
         * @param {sio.SliceEntry.$Properties} message SliceEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SliceEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
            if (message.lossEpoch != null && $Object.hasOwnProperty.call(message, "lossEpoch") && message.lossEpoch !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.lossEpoch);
            if (message.replicas != null && message.replicas.length)
                writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.replicas);
            if (message.syncing != null && message.syncing.length)
                writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.syncing);
            if (message.rebooted != null && message.rebooted.length)
                writer.uint32(/* id 5, wireType 2 =*/42).uint32s(message.rebooted);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SliceEntry message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SliceEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SliceEntry & sio.SliceEntry.$Shape} SliceEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SliceEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SliceEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lossEpoch = value;
                        else
                            delete message.lossEpoch;
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.replicas && message.replicas.length))
                                message.replicas = [];
                            reader.uint32s(message.replicas);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.replicas && message.replicas.length))
                            message.replicas = [];
                        message.replicas.push(reader.uint32());
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.syncing && message.syncing.length))
                                message.syncing = [];
                            reader.uint32s(message.syncing);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.syncing && message.syncing.length))
                            message.syncing = [];
                        message.syncing.push(reader.uint32());
                        continue;
                    }
                case 5: {
                        if (wireType === 2) {
                            if (!(message.rebooted && message.rebooted.length))
                                message.rebooted = [];
                            reader.uint32s(message.rebooted);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.rebooted && message.rebooted.length))
                            message.rebooted = [];
                        message.rebooted.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SliceEntry
         * @function getTypeUrl
         * @memberof sio.SliceEntry
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SliceEntry.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SliceEntry";
        };

        return SliceEntry;
    })();

    sio.SlicePageRecord = (function() {

        /**
         * Properties of a SlicePageRecord.
         * @typedef {Object} sio.SlicePageRecord.$Properties
         * @property {number|null} [poolId] SlicePageRecord poolId
         * @property {number|null} [pageIndex] SlicePageRecord pageIndex
         * @property {Array.<sio.SliceEntry.$Properties>|null} [entries] SlicePageRecord entries
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SlicePageRecord.
         * @memberof sio
         * @interface ISlicePageRecord
         * @augments sio.SlicePageRecord.$Properties
         * @deprecated Use sio.SlicePageRecord.$Properties instead.
         */

        /**
         * Shape of a SlicePageRecord.
         * @typedef {sio.SlicePageRecord.$Properties} sio.SlicePageRecord.$Shape
         */

        /**
         * Constructs a new SlicePageRecord.
         * @memberof sio
         * @classdesc Represents a SlicePageRecord.
         * @constructor
         * @param {sio.SlicePageRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SlicePageRecord = function (properties) {
            this.entries = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SlicePageRecord poolId.
         * @member {number} poolId
         * @memberof sio.SlicePageRecord
         * @instance
         */
        SlicePageRecord.prototype.poolId = 0;

        /**
         * SlicePageRecord pageIndex.
         * @member {number} pageIndex
         * @memberof sio.SlicePageRecord
         * @instance
         */
        SlicePageRecord.prototype.pageIndex = 0;

        /**
         * SlicePageRecord entries.
         * @member {Array.<sio.SliceEntry.$Properties>} entries
         * @memberof sio.SlicePageRecord
         * @instance
         */
        SlicePageRecord.prototype.entries = $util.emptyArray;

        /**
         * Encodes the specified SlicePageRecord message. Does not implicitly {@link sio.SlicePageRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.SlicePageRecord
         * @static
         * @param {sio.SlicePageRecord.$Properties} message SlicePageRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SlicePageRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.poolId != null && $Object.hasOwnProperty.call(message, "poolId") && message.poolId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.poolId);
            if (message.pageIndex != null && $Object.hasOwnProperty.call(message, "pageIndex") && message.pageIndex !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.pageIndex);
            if (message.entries != null && message.entries.length)
                for (let i = 0; i < message.entries.length; ++i)
                    $root.sio.SliceEntry.encode(message.entries[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SlicePageRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SlicePageRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SlicePageRecord & sio.SlicePageRecord.$Shape} SlicePageRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SlicePageRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SlicePageRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.poolId = value;
                        else
                            delete message.poolId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.pageIndex = value;
                        else
                            delete message.pageIndex;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.entries && message.entries.length))
                            message.entries = [];
                        message.entries.push($root.sio.SliceEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SlicePageRecord
         * @function getTypeUrl
         * @memberof sio.SlicePageRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SlicePageRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SlicePageRecord";
        };

        return SlicePageRecord;
    })();

    sio.VolumeRecord = (function() {

        /**
         * Properties of a VolumeRecord.
         * @typedef {Object} sio.VolumeRecord.$Properties
         * @property {number|null} [id] VolumeRecord id
         * @property {string|null} [name] VolumeRecord name
         * @property {number|null} [poolId] VolumeRecord poolId
         * @property {number|null} [sizeBytes] VolumeRecord sizeBytes
         * @property {number|null} [layerId] VolumeRecord layerId
         * @property {number|null} [vtreeId] VolumeRecord vtreeId
         * @property {Array.<number>|null} [parentLayerIds] VolumeRecord parentLayerIds
         * @property {number|null} [createdAtMs] VolumeRecord createdAtMs
         * @property {boolean|null} [thick] VolumeRecord thick
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a VolumeRecord.
         * @memberof sio
         * @interface IVolumeRecord
         * @augments sio.VolumeRecord.$Properties
         * @deprecated Use sio.VolumeRecord.$Properties instead.
         */

        /**
         * Shape of a VolumeRecord.
         * @typedef {sio.VolumeRecord.$Properties} sio.VolumeRecord.$Shape
         */

        /**
         * Constructs a new VolumeRecord.
         * @memberof sio
         * @classdesc Represents a VolumeRecord.
         * @constructor
         * @param {sio.VolumeRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const VolumeRecord = function (properties) {
            this.parentLayerIds = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * VolumeRecord id.
         * @member {number} id
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.id = 0;

        /**
         * VolumeRecord name.
         * @member {string} name
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.name = "";

        /**
         * VolumeRecord poolId.
         * @member {number} poolId
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.poolId = 0;

        /**
         * VolumeRecord sizeBytes.
         * @member {number} sizeBytes
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.sizeBytes = 0;

        /**
         * VolumeRecord layerId.
         * @member {number} layerId
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.layerId = 0;

        /**
         * VolumeRecord vtreeId.
         * @member {number} vtreeId
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.vtreeId = 0;

        /**
         * VolumeRecord parentLayerIds.
         * @member {Array.<number>} parentLayerIds
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.parentLayerIds = $util.emptyArray;

        /**
         * VolumeRecord createdAtMs.
         * @member {number} createdAtMs
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.createdAtMs = 0;

        /**
         * VolumeRecord thick.
         * @member {boolean} thick
         * @memberof sio.VolumeRecord
         * @instance
         */
        VolumeRecord.prototype.thick = false;

        /**
         * Encodes the specified VolumeRecord message. Does not implicitly {@link sio.VolumeRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.VolumeRecord
         * @static
         * @param {sio.VolumeRecord.$Properties} message VolumeRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        VolumeRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.poolId != null && $Object.hasOwnProperty.call(message, "poolId") && message.poolId !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.poolId);
            if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && !$Object.is(message.sizeBytes, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.sizeBytes);
            if (message.layerId != null && $Object.hasOwnProperty.call(message, "layerId") && !$Object.is(message.layerId, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.layerId);
            if (message.vtreeId != null && $Object.hasOwnProperty.call(message, "vtreeId") && !$Object.is(message.vtreeId, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.vtreeId);
            if (message.parentLayerIds != null && message.parentLayerIds.length)
                writer.uint32(/* id 7, wireType 2 =*/58).doubles(message.parentLayerIds);
            if (message.createdAtMs != null && $Object.hasOwnProperty.call(message, "createdAtMs") && !$Object.is(message.createdAtMs, 0))
                writer.uint32(/* id 8, wireType 1 =*/65).double(message.createdAtMs);
            if (message.thick != null && $Object.hasOwnProperty.call(message, "thick") && message.thick !== false)
                writer.uint32(/* id 9, wireType 0 =*/72).bool(message.thick);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a VolumeRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.VolumeRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.VolumeRecord & sio.VolumeRecord.$Shape} VolumeRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        VolumeRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.VolumeRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.poolId = value;
                        else
                            delete message.poolId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.sizeBytes = value;
                        else
                            delete message.sizeBytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.layerId = value;
                        else
                            delete message.layerId;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.vtreeId = value;
                        else
                            delete message.vtreeId;
                        continue;
                    }
                case 7: {
                        if (wireType === 2) {
                            if (!(message.parentLayerIds && message.parentLayerIds.length))
                                message.parentLayerIds = [];
                            reader.doubles(message.parentLayerIds);
                            continue;
                        }
                        if (wireType !== 1)
                            break;
                        if (!(message.parentLayerIds && message.parentLayerIds.length))
                            message.parentLayerIds = [];
                        message.parentLayerIds.push(reader.double());
                        continue;
                    }
                case 8: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.createdAtMs = value;
                        else
                            delete message.createdAtMs;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.thick = value;
                        else
                            delete message.thick;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for VolumeRecord
         * @function getTypeUrl
         * @memberof sio.VolumeRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        VolumeRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.VolumeRecord";
        };

        return VolumeRecord;
    })();

    sio.SdcRecord = (function() {

        /**
         * Properties of a SdcRecord.
         * @typedef {Object} sio.SdcRecord.$Properties
         * @property {number|null} [id] SdcRecord id
         * @property {string|null} [name] SdcRecord name
         * @property {string|null} [guid] SdcRecord guid
         * @property {string|null} [address] SdcRecord address
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SdcRecord.
         * @memberof sio
         * @interface ISdcRecord
         * @augments sio.SdcRecord.$Properties
         * @deprecated Use sio.SdcRecord.$Properties instead.
         */

        /**
         * Shape of a SdcRecord.
         * @typedef {sio.SdcRecord.$Properties} sio.SdcRecord.$Shape
         */

        /**
         * Constructs a new SdcRecord.
         * @memberof sio
         * @classdesc Represents a SdcRecord.
         * @constructor
         * @param {sio.SdcRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SdcRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SdcRecord id.
         * @member {number} id
         * @memberof sio.SdcRecord
         * @instance
         */
        SdcRecord.prototype.id = 0;

        /**
         * SdcRecord name.
         * @member {string} name
         * @memberof sio.SdcRecord
         * @instance
         */
        SdcRecord.prototype.name = "";

        /**
         * SdcRecord guid.
         * @member {string} guid
         * @memberof sio.SdcRecord
         * @instance
         */
        SdcRecord.prototype.guid = "";

        /**
         * SdcRecord address.
         * @member {string} address
         * @memberof sio.SdcRecord
         * @instance
         */
        SdcRecord.prototype.address = "";

        /**
         * Encodes the specified SdcRecord message. Does not implicitly {@link sio.SdcRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.SdcRecord
         * @static
         * @param {sio.SdcRecord.$Properties} message SdcRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SdcRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.guid != null && $Object.hasOwnProperty.call(message, "guid") && message.guid !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.guid);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.address);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SdcRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SdcRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SdcRecord & sio.SdcRecord.$Shape} SdcRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SdcRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SdcRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.guid = value;
                        else
                            delete message.guid;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SdcRecord
         * @function getTypeUrl
         * @memberof sio.SdcRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SdcRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SdcRecord";
        };

        return SdcRecord;
    })();

    sio.MappingRecord = (function() {

        /**
         * Properties of a MappingRecord.
         * @typedef {Object} sio.MappingRecord.$Properties
         * @property {number|null} [volumeId] MappingRecord volumeId
         * @property {number|null} [sdcId] MappingRecord sdcId
         * @property {number|null} [epoch] MappingRecord epoch
         * @property {string|null} [accessMode] MappingRecord accessMode
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MappingRecord.
         * @memberof sio
         * @interface IMappingRecord
         * @augments sio.MappingRecord.$Properties
         * @deprecated Use sio.MappingRecord.$Properties instead.
         */

        /**
         * Shape of a MappingRecord.
         * @typedef {sio.MappingRecord.$Properties} sio.MappingRecord.$Shape
         */

        /**
         * Constructs a new MappingRecord.
         * @memberof sio
         * @classdesc Represents a MappingRecord.
         * @constructor
         * @param {sio.MappingRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MappingRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MappingRecord volumeId.
         * @member {number} volumeId
         * @memberof sio.MappingRecord
         * @instance
         */
        MappingRecord.prototype.volumeId = 0;

        /**
         * MappingRecord sdcId.
         * @member {number} sdcId
         * @memberof sio.MappingRecord
         * @instance
         */
        MappingRecord.prototype.sdcId = 0;

        /**
         * MappingRecord epoch.
         * @member {number} epoch
         * @memberof sio.MappingRecord
         * @instance
         */
        MappingRecord.prototype.epoch = 0;

        /**
         * MappingRecord accessMode.
         * @member {string} accessMode
         * @memberof sio.MappingRecord
         * @instance
         */
        MappingRecord.prototype.accessMode = "";

        /**
         * Encodes the specified MappingRecord message. Does not implicitly {@link sio.MappingRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.MappingRecord
         * @static
         * @param {sio.MappingRecord.$Properties} message MappingRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MappingRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.volumeId != null && $Object.hasOwnProperty.call(message, "volumeId") && message.volumeId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.volumeId);
            if (message.sdcId != null && $Object.hasOwnProperty.call(message, "sdcId") && message.sdcId !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sdcId);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && !$Object.is(message.epoch, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.epoch);
            if (message.accessMode != null && $Object.hasOwnProperty.call(message, "accessMode") && message.accessMode !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.accessMode);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MappingRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.MappingRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.MappingRecord & sio.MappingRecord.$Shape} MappingRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MappingRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.MappingRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.volumeId = value;
                        else
                            delete message.volumeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sdcId = value;
                        else
                            delete message.sdcId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.accessMode = value;
                        else
                            delete message.accessMode;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for MappingRecord
         * @function getTypeUrl
         * @memberof sio.MappingRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        MappingRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.MappingRecord";
        };

        return MappingRecord;
    })();

    sio.MapRecord = (function() {

        /**
         * Properties of a MapRecord.
         * @typedef {Object} sio.MapRecord.$Properties
         * @property {sio.SystemRecord.$Properties|null} [system] MapRecord system
         * @property {sio.ProtectionDomainRecord.$Properties|null} [protectionDomain] MapRecord protectionDomain
         * @property {sio.FaultSetRecord.$Properties|null} [faultSet] MapRecord faultSet
         * @property {sio.PoolRecord.$Properties|null} [pool] MapRecord pool
         * @property {sio.SdsRecord.$Properties|null} [sds] MapRecord sds
         * @property {sio.DeviceRecord.$Properties|null} [device] MapRecord device
         * @property {sio.SlicePageRecord.$Properties|null} [slicePage] MapRecord slicePage
         * @property {sio.VolumeRecord.$Properties|null} [volume] MapRecord volume
         * @property {sio.SdcRecord.$Properties|null} [sdc] MapRecord sdc
         * @property {sio.MappingRecord.$Properties|null} [mapping] MapRecord mapping
         * @property {"system"|"protectionDomain"|"faultSet"|"pool"|"sds"|"device"|"slicePage"|"volume"|"sdc"|"mapping"} [kind] MapRecord kind
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MapRecord.
         * @memberof sio
         * @interface IMapRecord
         * @augments sio.MapRecord.$Properties
         * @deprecated Use sio.MapRecord.$Properties instead.
         */

        /**
         * Narrowed shape of a MapRecord.
         * @typedef {{
         *   system?: sio.SystemRecord.$Shape|null;
         *   protectionDomain?: sio.ProtectionDomainRecord.$Shape|null;
         *   faultSet?: sio.FaultSetRecord.$Shape|null;
         *   pool?: sio.PoolRecord.$Shape|null;
         *   sds?: sio.SdsRecord.$Shape|null;
         *   device?: sio.DeviceRecord.$Shape|null;
         *   slicePage?: sio.SlicePageRecord.$Shape|null;
         *   volume?: sio.VolumeRecord.$Shape|null;
         *   sdc?: sio.SdcRecord.$Shape|null;
         *   mapping?: sio.MappingRecord.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ kind?: undefined; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "system"; system: sio.SystemRecord.$Shape; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "protectionDomain"; system?: null; protectionDomain: sio.ProtectionDomainRecord.$Shape; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "faultSet"; system?: null; protectionDomain?: null; faultSet: sio.FaultSetRecord.$Shape; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "pool"; system?: null; protectionDomain?: null; faultSet?: null; pool: sio.PoolRecord.$Shape; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "sds"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds: sio.SdsRecord.$Shape; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "device"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device: sio.DeviceRecord.$Shape; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "slicePage"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage: sio.SlicePageRecord.$Shape; volume?: null; sdc?: null; mapping?: null }|{ kind?: "volume"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume: sio.VolumeRecord.$Shape; sdc?: null; mapping?: null }|{ kind?: "sdc"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc: sio.SdcRecord.$Shape; mapping?: null }|{ kind?: "mapping"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping: sio.MappingRecord.$Shape })
         * )} sio.MapRecord.$Shape
         */

        /**
         * Constructs a new MapRecord.
         * @memberof sio
         * @classdesc Represents a MapRecord.
         * @constructor
         * @param {sio.MapRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MapRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MapRecord system.
         * @member {sio.SystemRecord.$Properties|null|undefined} system
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.system = null;

        /**
         * MapRecord protectionDomain.
         * @member {sio.ProtectionDomainRecord.$Properties|null|undefined} protectionDomain
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.protectionDomain = null;

        /**
         * MapRecord faultSet.
         * @member {sio.FaultSetRecord.$Properties|null|undefined} faultSet
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.faultSet = null;

        /**
         * MapRecord pool.
         * @member {sio.PoolRecord.$Properties|null|undefined} pool
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.pool = null;

        /**
         * MapRecord sds.
         * @member {sio.SdsRecord.$Properties|null|undefined} sds
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.sds = null;

        /**
         * MapRecord device.
         * @member {sio.DeviceRecord.$Properties|null|undefined} device
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.device = null;

        /**
         * MapRecord slicePage.
         * @member {sio.SlicePageRecord.$Properties|null|undefined} slicePage
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.slicePage = null;

        /**
         * MapRecord volume.
         * @member {sio.VolumeRecord.$Properties|null|undefined} volume
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.volume = null;

        /**
         * MapRecord sdc.
         * @member {sio.SdcRecord.$Properties|null|undefined} sdc
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.sdc = null;

        /**
         * MapRecord mapping.
         * @member {sio.MappingRecord.$Properties|null|undefined} mapping
         * @memberof sio.MapRecord
         * @instance
         */
        MapRecord.prototype.mapping = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * MapRecord kind.
         * @member {"system"|"protectionDomain"|"faultSet"|"pool"|"sds"|"device"|"slicePage"|"volume"|"sdc"|"mapping"|undefined} kind
         * @memberof sio.MapRecord
         * @instance
         */
        $Object.defineProperty(MapRecord.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["system", "protectionDomain", "faultSet", "pool", "sds", "device", "slicePage", "volume", "sdc", "mapping"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified MapRecord message. Does not implicitly {@link sio.MapRecord.verify|verify} messages.
         * @function encode
         * @memberof sio.MapRecord
         * @static
         * @param {sio.MapRecord.$Properties} message MapRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MapRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.system != null && $Object.hasOwnProperty.call(message, "system"))
                $root.sio.SystemRecord.encode(message.system, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.protectionDomain != null && $Object.hasOwnProperty.call(message, "protectionDomain"))
                $root.sio.ProtectionDomainRecord.encode(message.protectionDomain, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.faultSet != null && $Object.hasOwnProperty.call(message, "faultSet"))
                $root.sio.FaultSetRecord.encode(message.faultSet, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.pool != null && $Object.hasOwnProperty.call(message, "pool"))
                $root.sio.PoolRecord.encode(message.pool, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.sds != null && $Object.hasOwnProperty.call(message, "sds"))
                $root.sio.SdsRecord.encode(message.sds, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                $root.sio.DeviceRecord.encode(message.device, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.slicePage != null && $Object.hasOwnProperty.call(message, "slicePage"))
                $root.sio.SlicePageRecord.encode(message.slicePage, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.volume != null && $Object.hasOwnProperty.call(message, "volume"))
                $root.sio.VolumeRecord.encode(message.volume, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.sdc != null && $Object.hasOwnProperty.call(message, "sdc"))
                $root.sio.SdcRecord.encode(message.sdc, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.mapping != null && $Object.hasOwnProperty.call(message, "mapping"))
                $root.sio.MappingRecord.encode(message.mapping, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MapRecord message from the specified reader or buffer.
         * @function decode
         * @memberof sio.MapRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.MapRecord & sio.MapRecord.$Shape} MapRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MapRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.MapRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.system = $root.sio.SystemRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.system);
                        message.kind = "system";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.protectionDomain = $root.sio.ProtectionDomainRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.protectionDomain);
                        message.kind = "protectionDomain";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.faultSet = $root.sio.FaultSetRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.faultSet);
                        message.kind = "faultSet";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.pool = $root.sio.PoolRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.pool);
                        message.kind = "pool";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.sds = $root.sio.SdsRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.sds);
                        message.kind = "sds";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.device = $root.sio.DeviceRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.device);
                        message.kind = "device";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.slicePage = $root.sio.SlicePageRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.slicePage);
                        message.kind = "slicePage";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.volume = $root.sio.VolumeRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.volume);
                        message.kind = "volume";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.sdc = $root.sio.SdcRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.sdc);
                        message.kind = "sdc";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.mapping = $root.sio.MappingRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.mapping);
                        message.kind = "mapping";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for MapRecord
         * @function getTypeUrl
         * @memberof sio.MapRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        MapRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.MapRecord";
        };

        return MapRecord;
    })();

    sio.MapDelta = (function() {

        /**
         * Properties of a MapDelta.
         * @typedef {Object} sio.MapDelta.$Properties
         * @property {number|null} [fromVersion] MapDelta fromVersion
         * @property {number|null} [toVersion] MapDelta toVersion
         * @property {boolean|null} [whole] MapDelta whole
         * @property {Array.<sio.MapRecord.$Properties>|null} [puts] MapDelta puts
         * @property {Array.<string>|null} [deletes] MapDelta deletes
         * @property {Array.<sio.Ticket.$Properties>|null} [tickets] MapDelta tickets
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MapDelta.
         * @memberof sio
         * @interface IMapDelta
         * @augments sio.MapDelta.$Properties
         * @deprecated Use sio.MapDelta.$Properties instead.
         */

        /**
         * Shape of a MapDelta.
         * @typedef {{
         *   fromVersion?: number|null;
         *   toVersion?: number|null;
         *   whole?: boolean|null;
         *   puts?: Array.<sio.MapRecord.$Shape>|null;
         *   deletes?: Array.<string>|null;
         *   tickets?: Array.<sio.Ticket.$Shape>|null;
         *   $unknowns?: Array.<Uint8Array>;
         * }} sio.MapDelta.$Shape
         */

        /**
         * Constructs a new MapDelta.
         * @memberof sio
         * @classdesc Represents a MapDelta.
         * @constructor
         * @param {sio.MapDelta.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MapDelta = function (properties) {
            this.puts = [];
            this.deletes = [];
            this.tickets = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MapDelta fromVersion.
         * @member {number} fromVersion
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.fromVersion = 0;

        /**
         * MapDelta toVersion.
         * @member {number} toVersion
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.toVersion = 0;

        /**
         * MapDelta whole.
         * @member {boolean} whole
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.whole = false;

        /**
         * MapDelta puts.
         * @member {Array.<sio.MapRecord.$Properties>} puts
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.puts = $util.emptyArray;

        /**
         * MapDelta deletes.
         * @member {Array.<string>} deletes
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.deletes = $util.emptyArray;

        /**
         * MapDelta tickets.
         * @member {Array.<sio.Ticket.$Properties>} tickets
         * @memberof sio.MapDelta
         * @instance
         */
        MapDelta.prototype.tickets = $util.emptyArray;

        /**
         * Encodes the specified MapDelta message. Does not implicitly {@link sio.MapDelta.verify|verify} messages.
         * @function encode
         * @memberof sio.MapDelta
         * @static
         * @param {sio.MapDelta.$Properties} message MapDelta message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MapDelta.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.fromVersion != null && $Object.hasOwnProperty.call(message, "fromVersion") && !$Object.is(message.fromVersion, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.fromVersion);
            if (message.toVersion != null && $Object.hasOwnProperty.call(message, "toVersion") && !$Object.is(message.toVersion, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.toVersion);
            if (message.whole != null && $Object.hasOwnProperty.call(message, "whole") && message.whole !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.whole);
            if (message.puts != null && message.puts.length)
                for (let i = 0; i < message.puts.length; ++i)
                    $root.sio.MapRecord.encode(message.puts[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.deletes != null && message.deletes.length)
                for (let i = 0; i < message.deletes.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.deletes[i]);
            if (message.tickets != null && message.tickets.length)
                for (let i = 0; i < message.tickets.length; ++i)
                    $root.sio.Ticket.encode(message.tickets[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MapDelta message from the specified reader or buffer.
         * @function decode
         * @memberof sio.MapDelta
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.MapDelta & sio.MapDelta.$Shape} MapDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MapDelta.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.MapDelta();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.fromVersion = value;
                        else
                            delete message.fromVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.toVersion = value;
                        else
                            delete message.toVersion;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.whole = value;
                        else
                            delete message.whole;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.puts && message.puts.length))
                            message.puts = [];
                        message.puts.push($root.sio.MapRecord.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.deletes && message.deletes.length))
                            message.deletes = [];
                        message.deletes.push(reader.stringVerify());
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.tickets && message.tickets.length))
                            message.tickets = [];
                        message.tickets.push($root.sio.Ticket.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for MapDelta
         * @function getTypeUrl
         * @memberof sio.MapDelta
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        MapDelta.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.MapDelta";
        };

        return MapDelta;
    })();

    sio.Ticket = (function() {

        /**
         * Properties of a Ticket.
         * @typedef {Object} sio.Ticket.$Properties
         * @property {number|null} [volumeId] Ticket volumeId
         * @property {number|null} [epoch] Ticket epoch
         * @property {string|null} [accessMode] Ticket accessMode
         * @property {Uint8Array|null} [proof] Ticket proof
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Ticket.
         * @memberof sio
         * @interface ITicket
         * @augments sio.Ticket.$Properties
         * @deprecated Use sio.Ticket.$Properties instead.
         */

        /**
         * Shape of a Ticket.
         * @typedef {sio.Ticket.$Properties} sio.Ticket.$Shape
         */

        /**
         * Constructs a new Ticket.
         * @memberof sio
         * @classdesc Represents a Ticket.
         * @constructor
         * @param {sio.Ticket.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Ticket = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Ticket volumeId.
         * @member {number} volumeId
         * @memberof sio.Ticket
         * @instance
         */
        Ticket.prototype.volumeId = 0;

        /**
         * Ticket epoch.
         * @member {number} epoch
         * @memberof sio.Ticket
         * @instance
         */
        Ticket.prototype.epoch = 0;

        /**
         * Ticket accessMode.
         * @member {string} accessMode
         * @memberof sio.Ticket
         * @instance
         */
        Ticket.prototype.accessMode = "";

        /**
         * Ticket proof.
         * @member {Uint8Array} proof
         * @memberof sio.Ticket
         * @instance
         */
        Ticket.prototype.proof = $util.newBuffer([]);

        /**
         * Encodes the specified Ticket message. Does not implicitly {@link sio.Ticket.verify|verify} messages.
         * @function encode
         * @memberof sio.Ticket
         * @static
         * @param {sio.Ticket.$Properties} message Ticket message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Ticket.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.volumeId != null && $Object.hasOwnProperty.call(message, "volumeId") && message.volumeId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.volumeId);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && !$Object.is(message.epoch, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.epoch);
            if (message.accessMode != null && $Object.hasOwnProperty.call(message, "accessMode") && message.accessMode !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.accessMode);
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.proof);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Ticket message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Ticket
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Ticket & sio.Ticket.$Shape} Ticket
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Ticket.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Ticket();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.volumeId = value;
                        else
                            delete message.volumeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.accessMode = value;
                        else
                            delete message.accessMode;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proof = value;
                        else
                            delete message.proof;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Ticket
         * @function getTypeUrl
         * @memberof sio.Ticket
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Ticket.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Ticket";
        };

        return Ticket;
    })();

    sio.DeviceState = (function() {

        /**
         * Properties of a DeviceState.
         * @typedef {Object} sio.DeviceState.$Properties
         * @property {number|null} [deviceId] DeviceState deviceId
         * @property {number|null} [incarnation] DeviceState incarnation
         * @property {string|null} [bootId] DeviceState bootId
         * @property {number|null} [capacityBytes] DeviceState capacityBytes
         * @property {number|null} [usedBytes] DeviceState usedBytes
         * @property {string|null} [dataHost] DeviceState dataHost
         * @property {number|null} [dataPort] DeviceState dataPort
         * @property {string|null} [error] DeviceState error
         * @property {number|null} [readOperations] DeviceState readOperations
         * @property {number|null} [writeOperations] DeviceState writeOperations
         * @property {number|null} [readBytes] DeviceState readBytes
         * @property {number|null} [writeBytes] DeviceState writeBytes
         * @property {number|null} [unsettledSlices] DeviceState unsettledSlices
         * @property {Array.<sio.OrphanedLayer.$Properties>|null} [orphans] DeviceState orphans
         * @property {number|null} [seenMapVersion] DeviceState seenMapVersion
         * @property {number|null} [failures] DeviceState failures
         * @property {number|null} [sinceMs] DeviceState sinceMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DeviceState.
         * @memberof sio
         * @interface IDeviceState
         * @augments sio.DeviceState.$Properties
         * @deprecated Use sio.DeviceState.$Properties instead.
         */

        /**
         * Shape of a DeviceState.
         * @typedef {sio.DeviceState.$Properties} sio.DeviceState.$Shape
         */

        /**
         * Constructs a new DeviceState.
         * @memberof sio
         * @classdesc Represents a DeviceState.
         * @constructor
         * @param {sio.DeviceState.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DeviceState = function (properties) {
            this.orphans = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DeviceState deviceId.
         * @member {number} deviceId
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.deviceId = 0;

        /**
         * DeviceState incarnation.
         * @member {number} incarnation
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.incarnation = 0;

        /**
         * DeviceState bootId.
         * @member {string} bootId
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.bootId = "";

        /**
         * DeviceState capacityBytes.
         * @member {number} capacityBytes
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.capacityBytes = 0;

        /**
         * DeviceState usedBytes.
         * @member {number} usedBytes
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.usedBytes = 0;

        /**
         * DeviceState dataHost.
         * @member {string} dataHost
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.dataHost = "";

        /**
         * DeviceState dataPort.
         * @member {number} dataPort
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.dataPort = 0;

        /**
         * DeviceState error.
         * @member {string} error
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.error = "";

        /**
         * DeviceState readOperations.
         * @member {number} readOperations
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.readOperations = 0;

        /**
         * DeviceState writeOperations.
         * @member {number} writeOperations
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.writeOperations = 0;

        /**
         * DeviceState readBytes.
         * @member {number} readBytes
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.readBytes = 0;

        /**
         * DeviceState writeBytes.
         * @member {number} writeBytes
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.writeBytes = 0;

        /**
         * DeviceState unsettledSlices.
         * @member {number} unsettledSlices
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.unsettledSlices = 0;

        /**
         * DeviceState orphans.
         * @member {Array.<sio.OrphanedLayer.$Properties>} orphans
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.orphans = $util.emptyArray;

        /**
         * DeviceState seenMapVersion.
         * @member {number} seenMapVersion
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.seenMapVersion = 0;

        /**
         * DeviceState failures.
         * @member {number} failures
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.failures = 0;

        /**
         * DeviceState sinceMs.
         * @member {number} sinceMs
         * @memberof sio.DeviceState
         * @instance
         */
        DeviceState.prototype.sinceMs = 0;

        /**
         * Encodes the specified DeviceState message. Does not implicitly {@link sio.DeviceState.verify|verify} messages.
         * @function encode
         * @memberof sio.DeviceState
         * @static
         * @param {sio.DeviceState.$Properties} message DeviceState message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DeviceState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.deviceId);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.incarnation);
            if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.bootId);
            if (message.capacityBytes != null && $Object.hasOwnProperty.call(message, "capacityBytes") && !$Object.is(message.capacityBytes, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.capacityBytes);
            if (message.usedBytes != null && $Object.hasOwnProperty.call(message, "usedBytes") && !$Object.is(message.usedBytes, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.usedBytes);
            if (message.dataHost != null && $Object.hasOwnProperty.call(message, "dataHost") && message.dataHost !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.dataHost);
            if (message.dataPort != null && $Object.hasOwnProperty.call(message, "dataPort") && message.dataPort !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.dataPort);
            if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.error);
            if (message.readOperations != null && $Object.hasOwnProperty.call(message, "readOperations") && !$Object.is(message.readOperations, 0))
                writer.uint32(/* id 9, wireType 1 =*/73).double(message.readOperations);
            if (message.writeOperations != null && $Object.hasOwnProperty.call(message, "writeOperations") && !$Object.is(message.writeOperations, 0))
                writer.uint32(/* id 10, wireType 1 =*/81).double(message.writeOperations);
            if (message.readBytes != null && $Object.hasOwnProperty.call(message, "readBytes") && !$Object.is(message.readBytes, 0))
                writer.uint32(/* id 11, wireType 1 =*/89).double(message.readBytes);
            if (message.writeBytes != null && $Object.hasOwnProperty.call(message, "writeBytes") && !$Object.is(message.writeBytes, 0))
                writer.uint32(/* id 12, wireType 1 =*/97).double(message.writeBytes);
            if (message.unsettledSlices != null && $Object.hasOwnProperty.call(message, "unsettledSlices") && message.unsettledSlices !== 0)
                writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.unsettledSlices);
            if (message.orphans != null && message.orphans.length)
                for (let i = 0; i < message.orphans.length; ++i)
                    $root.sio.OrphanedLayer.encode(message.orphans[i], writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
            if (message.seenMapVersion != null && $Object.hasOwnProperty.call(message, "seenMapVersion") && !$Object.is(message.seenMapVersion, 0))
                writer.uint32(/* id 21, wireType 1 =*/169).double(message.seenMapVersion);
            if (message.failures != null && $Object.hasOwnProperty.call(message, "failures") && message.failures !== 0)
                writer.uint32(/* id 30, wireType 0 =*/240).uint32(message.failures);
            if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && !$Object.is(message.sinceMs, 0))
                writer.uint32(/* id 31, wireType 1 =*/249).double(message.sinceMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DeviceState message from the specified reader or buffer.
         * @function decode
         * @memberof sio.DeviceState
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.DeviceState & sio.DeviceState.$Shape} DeviceState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DeviceState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.DeviceState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.deviceId = value;
                        else
                            delete message.deviceId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bootId = value;
                        else
                            delete message.bootId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.capacityBytes = value;
                        else
                            delete message.capacityBytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.usedBytes = value;
                        else
                            delete message.usedBytes;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.dataHost = value;
                        else
                            delete message.dataHost;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.dataPort = value;
                        else
                            delete message.dataPort;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.error = value;
                        else
                            delete message.error;
                        continue;
                    }
                case 9: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.readOperations = value;
                        else
                            delete message.readOperations;
                        continue;
                    }
                case 10: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.writeOperations = value;
                        else
                            delete message.writeOperations;
                        continue;
                    }
                case 11: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.readBytes = value;
                        else
                            delete message.readBytes;
                        continue;
                    }
                case 12: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.writeBytes = value;
                        else
                            delete message.writeBytes;
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.unsettledSlices = value;
                        else
                            delete message.unsettledSlices;
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        if (!(message.orphans && message.orphans.length))
                            message.orphans = [];
                        message.orphans.push($root.sio.OrphanedLayer.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 21: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.seenMapVersion = value;
                        else
                            delete message.seenMapVersion;
                        continue;
                    }
                case 30: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.failures = value;
                        else
                            delete message.failures;
                        continue;
                    }
                case 31: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.sinceMs = value;
                        else
                            delete message.sinceMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for DeviceState
         * @function getTypeUrl
         * @memberof sio.DeviceState
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        DeviceState.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.DeviceState";
        };

        return DeviceState;
    })();

    sio.OrphanedLayer = (function() {

        /**
         * Properties of an OrphanedLayer.
         * @typedef {Object} sio.OrphanedLayer.$Properties
         * @property {number|null} [layerId] OrphanedLayer layerId
         * @property {number|null} [chunks] OrphanedLayer chunks
         * @property {number|null} [lastChunkIndex] OrphanedLayer lastChunkIndex
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an OrphanedLayer.
         * @memberof sio
         * @interface IOrphanedLayer
         * @augments sio.OrphanedLayer.$Properties
         * @deprecated Use sio.OrphanedLayer.$Properties instead.
         */

        /**
         * Shape of an OrphanedLayer.
         * @typedef {sio.OrphanedLayer.$Properties} sio.OrphanedLayer.$Shape
         */

        /**
         * Constructs a new OrphanedLayer.
         * @memberof sio
         * @classdesc Represents an OrphanedLayer.
         * @constructor
         * @param {sio.OrphanedLayer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const OrphanedLayer = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * OrphanedLayer layerId.
         * @member {number} layerId
         * @memberof sio.OrphanedLayer
         * @instance
         */
        OrphanedLayer.prototype.layerId = 0;

        /**
         * OrphanedLayer chunks.
         * @member {number} chunks
         * @memberof sio.OrphanedLayer
         * @instance
         */
        OrphanedLayer.prototype.chunks = 0;

        /**
         * OrphanedLayer lastChunkIndex.
         * @member {number} lastChunkIndex
         * @memberof sio.OrphanedLayer
         * @instance
         */
        OrphanedLayer.prototype.lastChunkIndex = 0;

        /**
         * Encodes the specified OrphanedLayer message. Does not implicitly {@link sio.OrphanedLayer.verify|verify} messages.
         * @function encode
         * @memberof sio.OrphanedLayer
         * @static
         * @param {sio.OrphanedLayer.$Properties} message OrphanedLayer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        OrphanedLayer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.layerId != null && $Object.hasOwnProperty.call(message, "layerId") && !$Object.is(message.layerId, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.layerId);
            if (message.chunks != null && $Object.hasOwnProperty.call(message, "chunks") && message.chunks !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.chunks);
            if (message.lastChunkIndex != null && $Object.hasOwnProperty.call(message, "lastChunkIndex") && message.lastChunkIndex !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.lastChunkIndex);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an OrphanedLayer message from the specified reader or buffer.
         * @function decode
         * @memberof sio.OrphanedLayer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.OrphanedLayer & sio.OrphanedLayer.$Shape} OrphanedLayer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        OrphanedLayer.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.OrphanedLayer();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.layerId = value;
                        else
                            delete message.layerId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.chunks = value;
                        else
                            delete message.chunks;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lastChunkIndex = value;
                        else
                            delete message.lastChunkIndex;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for OrphanedLayer
         * @function getTypeUrl
         * @memberof sio.OrphanedLayer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        OrphanedLayer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.OrphanedLayer";
        };

        return OrphanedLayer;
    })();

    sio.RegisterSds = (function() {

        /**
         * Properties of a RegisterSds.
         * @typedef {Object} sio.RegisterSds.$Properties
         * @property {Array.<sio.DeviceState.$Properties>|null} [devices] RegisterSds devices
         * @property {string|null} [metricsAddress] RegisterSds metricsAddress
         * @property {number|null} [pid] RegisterSds pid
         * @property {string|null} [version] RegisterSds version
         * @property {number|null} [seenMapVersion] RegisterSds seenMapVersion
         * @property {number|null} [seenHistory] RegisterSds seenHistory
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RegisterSds.
         * @memberof sio
         * @interface IRegisterSds
         * @augments sio.RegisterSds.$Properties
         * @deprecated Use sio.RegisterSds.$Properties instead.
         */

        /**
         * Shape of a RegisterSds.
         * @typedef {sio.RegisterSds.$Properties} sio.RegisterSds.$Shape
         */

        /**
         * Constructs a new RegisterSds.
         * @memberof sio
         * @classdesc Represents a RegisterSds.
         * @constructor
         * @param {sio.RegisterSds.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RegisterSds = function (properties) {
            this.devices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RegisterSds devices.
         * @member {Array.<sio.DeviceState.$Properties>} devices
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.devices = $util.emptyArray;

        /**
         * RegisterSds metricsAddress.
         * @member {string} metricsAddress
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.metricsAddress = "";

        /**
         * RegisterSds pid.
         * @member {number} pid
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.pid = 0;

        /**
         * RegisterSds version.
         * @member {string} version
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.version = "";

        /**
         * RegisterSds seenMapVersion.
         * @member {number} seenMapVersion
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.seenMapVersion = 0;

        /**
         * RegisterSds seenHistory.
         * @member {number} seenHistory
         * @memberof sio.RegisterSds
         * @instance
         */
        RegisterSds.prototype.seenHistory = 0;

        /**
         * Encodes the specified RegisterSds message. Does not implicitly {@link sio.RegisterSds.verify|verify} messages.
         * @function encode
         * @memberof sio.RegisterSds
         * @static
         * @param {sio.RegisterSds.$Properties} message RegisterSds message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RegisterSds.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.devices != null && message.devices.length)
                for (let i = 0; i < message.devices.length; ++i)
                    $root.sio.DeviceState.encode(message.devices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.metricsAddress != null && $Object.hasOwnProperty.call(message, "metricsAddress") && message.metricsAddress !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.metricsAddress);
            if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.pid);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.version);
            if (message.seenMapVersion != null && $Object.hasOwnProperty.call(message, "seenMapVersion") && !$Object.is(message.seenMapVersion, 0))
                writer.uint32(/* id 10, wireType 1 =*/81).double(message.seenMapVersion);
            if (message.seenHistory != null && $Object.hasOwnProperty.call(message, "seenHistory") && !$Object.is(message.seenHistory, 0))
                writer.uint32(/* id 11, wireType 1 =*/89).double(message.seenHistory);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RegisterSds message from the specified reader or buffer.
         * @function decode
         * @memberof sio.RegisterSds
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.RegisterSds & sio.RegisterSds.$Shape} RegisterSds
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RegisterSds.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.RegisterSds();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.devices && message.devices.length))
                            message.devices = [];
                        message.devices.push($root.sio.DeviceState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.metricsAddress = value;
                        else
                            delete message.metricsAddress;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.pid = value;
                        else
                            delete message.pid;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 10: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.seenMapVersion = value;
                        else
                            delete message.seenMapVersion;
                        continue;
                    }
                case 11: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.seenHistory = value;
                        else
                            delete message.seenHistory;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for RegisterSds
         * @function getTypeUrl
         * @memberof sio.RegisterSds
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RegisterSds.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.RegisterSds";
        };

        return RegisterSds;
    })();

    sio.RegisterSdc = (function() {

        /**
         * Properties of a RegisterSdc.
         * @typedef {Object} sio.RegisterSdc.$Properties
         * @property {string|null} [guid] RegisterSdc guid
         * @property {string|null} [name] RegisterSdc name
         * @property {string|null} [address] RegisterSdc address
         * @property {number|null} [pid] RegisterSdc pid
         * @property {string|null} [version] RegisterSdc version
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RegisterSdc.
         * @memberof sio
         * @interface IRegisterSdc
         * @augments sio.RegisterSdc.$Properties
         * @deprecated Use sio.RegisterSdc.$Properties instead.
         */

        /**
         * Shape of a RegisterSdc.
         * @typedef {sio.RegisterSdc.$Properties} sio.RegisterSdc.$Shape
         */

        /**
         * Constructs a new RegisterSdc.
         * @memberof sio
         * @classdesc Represents a RegisterSdc.
         * @constructor
         * @param {sio.RegisterSdc.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RegisterSdc = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RegisterSdc guid.
         * @member {string} guid
         * @memberof sio.RegisterSdc
         * @instance
         */
        RegisterSdc.prototype.guid = "";

        /**
         * RegisterSdc name.
         * @member {string} name
         * @memberof sio.RegisterSdc
         * @instance
         */
        RegisterSdc.prototype.name = "";

        /**
         * RegisterSdc address.
         * @member {string} address
         * @memberof sio.RegisterSdc
         * @instance
         */
        RegisterSdc.prototype.address = "";

        /**
         * RegisterSdc pid.
         * @member {number} pid
         * @memberof sio.RegisterSdc
         * @instance
         */
        RegisterSdc.prototype.pid = 0;

        /**
         * RegisterSdc version.
         * @member {string} version
         * @memberof sio.RegisterSdc
         * @instance
         */
        RegisterSdc.prototype.version = "";

        /**
         * Encodes the specified RegisterSdc message. Does not implicitly {@link sio.RegisterSdc.verify|verify} messages.
         * @function encode
         * @memberof sio.RegisterSdc
         * @static
         * @param {sio.RegisterSdc.$Properties} message RegisterSdc message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RegisterSdc.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.guid != null && $Object.hasOwnProperty.call(message, "guid") && message.guid !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.guid);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.address);
            if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.pid);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.version);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RegisterSdc message from the specified reader or buffer.
         * @function decode
         * @memberof sio.RegisterSdc
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.RegisterSdc & sio.RegisterSdc.$Shape} RegisterSdc
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RegisterSdc.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.RegisterSdc();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.guid = value;
                        else
                            delete message.guid;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.pid = value;
                        else
                            delete message.pid;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for RegisterSdc
         * @function getTypeUrl
         * @memberof sio.RegisterSdc
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RegisterSdc.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.RegisterSdc";
        };

        return RegisterSdc;
    })();

    sio.Registered = (function() {

        /**
         * Properties of a Registered.
         * @typedef {Object} sio.Registered.$Properties
         * @property {number|null} [nodeId] Registered nodeId
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Registered.
         * @memberof sio
         * @interface IRegistered
         * @augments sio.Registered.$Properties
         * @deprecated Use sio.Registered.$Properties instead.
         */

        /**
         * Shape of a Registered.
         * @typedef {sio.Registered.$Properties} sio.Registered.$Shape
         */

        /**
         * Constructs a new Registered.
         * @memberof sio
         * @classdesc Represents a Registered.
         * @constructor
         * @param {sio.Registered.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Registered = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Registered nodeId.
         * @member {number} nodeId
         * @memberof sio.Registered
         * @instance
         */
        Registered.prototype.nodeId = 0;

        /**
         * Encodes the specified Registered message. Does not implicitly {@link sio.Registered.verify|verify} messages.
         * @function encode
         * @memberof sio.Registered
         * @static
         * @param {sio.Registered.$Properties} message Registered message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Registered.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.nodeId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Registered message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Registered
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Registered & sio.Registered.$Shape} Registered
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Registered.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Registered();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Registered
         * @function getTypeUrl
         * @memberof sio.Registered
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Registered.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Registered";
        };

        return Registered;
    })();

    sio.Heartbeat = (function() {

        /**
         * Properties of a Heartbeat.
         * @typedef {Object} sio.Heartbeat.$Properties
         * @property {number|null} [mapVersion] Heartbeat mapVersion
         * @property {Array.<sio.DeviceState.$Properties>|null} [devices] Heartbeat devices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Heartbeat.
         * @memberof sio
         * @interface IHeartbeat
         * @augments sio.Heartbeat.$Properties
         * @deprecated Use sio.Heartbeat.$Properties instead.
         */

        /**
         * Shape of a Heartbeat.
         * @typedef {sio.Heartbeat.$Properties} sio.Heartbeat.$Shape
         */

        /**
         * Constructs a new Heartbeat.
         * @memberof sio
         * @classdesc Represents a Heartbeat.
         * @constructor
         * @param {sio.Heartbeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Heartbeat = function (properties) {
            this.devices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Heartbeat mapVersion.
         * @member {number} mapVersion
         * @memberof sio.Heartbeat
         * @instance
         */
        Heartbeat.prototype.mapVersion = 0;

        /**
         * Heartbeat devices.
         * @member {Array.<sio.DeviceState.$Properties>} devices
         * @memberof sio.Heartbeat
         * @instance
         */
        Heartbeat.prototype.devices = $util.emptyArray;

        /**
         * Encodes the specified Heartbeat message. Does not implicitly {@link sio.Heartbeat.verify|verify} messages.
         * @function encode
         * @memberof sio.Heartbeat
         * @static
         * @param {sio.Heartbeat.$Properties} message Heartbeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Heartbeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mapVersion != null && $Object.hasOwnProperty.call(message, "mapVersion") && !$Object.is(message.mapVersion, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.mapVersion);
            if (message.devices != null && message.devices.length)
                for (let i = 0; i < message.devices.length; ++i)
                    $root.sio.DeviceState.encode(message.devices[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Heartbeat message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Heartbeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Heartbeat & sio.Heartbeat.$Shape} Heartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Heartbeat.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Heartbeat();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.mapVersion = value;
                        else
                            delete message.mapVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.devices && message.devices.length))
                            message.devices = [];
                        message.devices.push($root.sio.DeviceState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Heartbeat
         * @function getTypeUrl
         * @memberof sio.Heartbeat
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Heartbeat.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Heartbeat";
        };

        return Heartbeat;
    })();

    sio.MapApplied = (function() {

        /**
         * Properties of a MapApplied.
         * @typedef {Object} sio.MapApplied.$Properties
         * @property {number|null} [mapVersion] MapApplied mapVersion
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MapApplied.
         * @memberof sio
         * @interface IMapApplied
         * @augments sio.MapApplied.$Properties
         * @deprecated Use sio.MapApplied.$Properties instead.
         */

        /**
         * Shape of a MapApplied.
         * @typedef {sio.MapApplied.$Properties} sio.MapApplied.$Shape
         */

        /**
         * Constructs a new MapApplied.
         * @memberof sio
         * @classdesc Represents a MapApplied.
         * @constructor
         * @param {sio.MapApplied.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MapApplied = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MapApplied mapVersion.
         * @member {number} mapVersion
         * @memberof sio.MapApplied
         * @instance
         */
        MapApplied.prototype.mapVersion = 0;

        /**
         * Encodes the specified MapApplied message. Does not implicitly {@link sio.MapApplied.verify|verify} messages.
         * @function encode
         * @memberof sio.MapApplied
         * @static
         * @param {sio.MapApplied.$Properties} message MapApplied message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MapApplied.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mapVersion != null && $Object.hasOwnProperty.call(message, "mapVersion") && !$Object.is(message.mapVersion, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.mapVersion);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MapApplied message from the specified reader or buffer.
         * @function decode
         * @memberof sio.MapApplied
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.MapApplied & sio.MapApplied.$Shape} MapApplied
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MapApplied.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.MapApplied();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.mapVersion = value;
                        else
                            delete message.mapVersion;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for MapApplied
         * @function getTypeUrl
         * @memberof sio.MapApplied
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        MapApplied.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.MapApplied";
        };

        return MapApplied;
    })();

    sio.SlicesSettled = (function() {

        /**
         * Properties of a SlicesSettled.
         * @typedef {Object} sio.SlicesSettled.$Properties
         * @property {number|null} [deviceId] SlicesSettled deviceId
         * @property {number|null} [incarnation] SlicesSettled incarnation
         * @property {Array.<number>|null} [slices] SlicesSettled slices
         * @property {Array.<number>|null} [generations] SlicesSettled generations
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SlicesSettled.
         * @memberof sio
         * @interface ISlicesSettled
         * @augments sio.SlicesSettled.$Properties
         * @deprecated Use sio.SlicesSettled.$Properties instead.
         */

        /**
         * Shape of a SlicesSettled.
         * @typedef {sio.SlicesSettled.$Properties} sio.SlicesSettled.$Shape
         */

        /**
         * Constructs a new SlicesSettled.
         * @memberof sio
         * @classdesc Represents a SlicesSettled.
         * @constructor
         * @param {sio.SlicesSettled.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SlicesSettled = function (properties) {
            this.slices = [];
            this.generations = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SlicesSettled deviceId.
         * @member {number} deviceId
         * @memberof sio.SlicesSettled
         * @instance
         */
        SlicesSettled.prototype.deviceId = 0;

        /**
         * SlicesSettled incarnation.
         * @member {number} incarnation
         * @memberof sio.SlicesSettled
         * @instance
         */
        SlicesSettled.prototype.incarnation = 0;

        /**
         * SlicesSettled slices.
         * @member {Array.<number>} slices
         * @memberof sio.SlicesSettled
         * @instance
         */
        SlicesSettled.prototype.slices = $util.emptyArray;

        /**
         * SlicesSettled generations.
         * @member {Array.<number>} generations
         * @memberof sio.SlicesSettled
         * @instance
         */
        SlicesSettled.prototype.generations = $util.emptyArray;

        /**
         * Encodes the specified SlicesSettled message. Does not implicitly {@link sio.SlicesSettled.verify|verify} messages.
         * @function encode
         * @memberof sio.SlicesSettled
         * @static
         * @param {sio.SlicesSettled.$Properties} message SlicesSettled message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SlicesSettled.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.deviceId);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.incarnation);
            if (message.slices != null && message.slices.length)
                writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.slices);
            if (message.generations != null && message.generations.length)
                writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.generations);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SlicesSettled message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SlicesSettled
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SlicesSettled & sio.SlicesSettled.$Shape} SlicesSettled
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SlicesSettled.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SlicesSettled();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.deviceId = value;
                        else
                            delete message.deviceId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.slices && message.slices.length))
                                message.slices = [];
                            reader.uint32s(message.slices);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push(reader.uint32());
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.generations && message.generations.length))
                                message.generations = [];
                            reader.uint32s(message.generations);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.generations && message.generations.length))
                            message.generations = [];
                        message.generations.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SlicesSettled
         * @function getTypeUrl
         * @memberof sio.SlicesSettled
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SlicesSettled.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SlicesSettled";
        };

        return SlicesSettled;
    })();

    sio.ControlMessage = (function() {

        /**
         * Properties of a ControlMessage.
         * @typedef {Object} sio.ControlMessage.$Properties
         * @property {sio.RegisterSds.$Properties|null} [registerSds] ControlMessage registerSds
         * @property {sio.RegisterSdc.$Properties|null} [registerSdc] ControlMessage registerSdc
         * @property {sio.Registered.$Properties|null} [registered] ControlMessage registered
         * @property {sio.MapDelta.$Properties|null} [map] ControlMessage map
         * @property {sio.WantWholeMap.$Properties|null} [wantWholeMap] ControlMessage wantWholeMap
         * @property {sio.Heartbeat.$Properties|null} [heartbeat] ControlMessage heartbeat
         * @property {sio.MapApplied.$Properties|null} [mapApplied] ControlMessage mapApplied
         * @property {sio.SlicesSettled.$Properties|null} [slicesSettled] ControlMessage slicesSettled
         * @property {sio.Refusal.$Properties|null} [refusal] ControlMessage refusal
         * @property {"registerSds"|"registerSdc"|"registered"|"map"|"wantWholeMap"|"heartbeat"|"mapApplied"|"slicesSettled"|"refusal"} [kind] ControlMessage kind
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ControlMessage.
         * @memberof sio
         * @interface IControlMessage
         * @augments sio.ControlMessage.$Properties
         * @deprecated Use sio.ControlMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a ControlMessage.
         * @typedef {{
         *   registerSds?: sio.RegisterSds.$Shape|null;
         *   registerSdc?: sio.RegisterSdc.$Shape|null;
         *   registered?: sio.Registered.$Shape|null;
         *   map?: sio.MapDelta.$Shape|null;
         *   wantWholeMap?: sio.WantWholeMap.$Shape|null;
         *   heartbeat?: sio.Heartbeat.$Shape|null;
         *   mapApplied?: sio.MapApplied.$Shape|null;
         *   slicesSettled?: sio.SlicesSettled.$Shape|null;
         *   refusal?: sio.Refusal.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ kind?: undefined; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registerSds"; registerSds: sio.RegisterSds.$Shape; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registerSdc"; registerSds?: null; registerSdc: sio.RegisterSdc.$Shape; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registered"; registerSds?: null; registerSdc?: null; registered: sio.Registered.$Shape; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "map"; registerSds?: null; registerSdc?: null; registered?: null; map: sio.MapDelta.$Shape; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "wantWholeMap"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap: sio.WantWholeMap.$Shape; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "heartbeat"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat: sio.Heartbeat.$Shape; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "mapApplied"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied: sio.MapApplied.$Shape; slicesSettled?: null; refusal?: null }|{ kind?: "slicesSettled"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled: sio.SlicesSettled.$Shape; refusal?: null }|{ kind?: "refusal"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal: sio.Refusal.$Shape })
         * )} sio.ControlMessage.$Shape
         */

        /**
         * Constructs a new ControlMessage.
         * @memberof sio
         * @classdesc Represents a ControlMessage.
         * @constructor
         * @param {sio.ControlMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ControlMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ControlMessage registerSds.
         * @member {sio.RegisterSds.$Properties|null|undefined} registerSds
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.registerSds = null;

        /**
         * ControlMessage registerSdc.
         * @member {sio.RegisterSdc.$Properties|null|undefined} registerSdc
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.registerSdc = null;

        /**
         * ControlMessage registered.
         * @member {sio.Registered.$Properties|null|undefined} registered
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.registered = null;

        /**
         * ControlMessage map.
         * @member {sio.MapDelta.$Properties|null|undefined} map
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.map = null;

        /**
         * ControlMessage wantWholeMap.
         * @member {sio.WantWholeMap.$Properties|null|undefined} wantWholeMap
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.wantWholeMap = null;

        /**
         * ControlMessage heartbeat.
         * @member {sio.Heartbeat.$Properties|null|undefined} heartbeat
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.heartbeat = null;

        /**
         * ControlMessage mapApplied.
         * @member {sio.MapApplied.$Properties|null|undefined} mapApplied
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.mapApplied = null;

        /**
         * ControlMessage slicesSettled.
         * @member {sio.SlicesSettled.$Properties|null|undefined} slicesSettled
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.slicesSettled = null;

        /**
         * ControlMessage refusal.
         * @member {sio.Refusal.$Properties|null|undefined} refusal
         * @memberof sio.ControlMessage
         * @instance
         */
        ControlMessage.prototype.refusal = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * ControlMessage kind.
         * @member {"registerSds"|"registerSdc"|"registered"|"map"|"wantWholeMap"|"heartbeat"|"mapApplied"|"slicesSettled"|"refusal"|undefined} kind
         * @memberof sio.ControlMessage
         * @instance
         */
        $Object.defineProperty(ControlMessage.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["registerSds", "registerSdc", "registered", "map", "wantWholeMap", "heartbeat", "mapApplied", "slicesSettled", "refusal"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified ControlMessage message. Does not implicitly {@link sio.ControlMessage.verify|verify} messages.
         * @function encode
         * @memberof sio.ControlMessage
         * @static
         * @param {sio.ControlMessage.$Properties} message ControlMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ControlMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.registerSds != null && $Object.hasOwnProperty.call(message, "registerSds"))
                $root.sio.RegisterSds.encode(message.registerSds, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.registerSdc != null && $Object.hasOwnProperty.call(message, "registerSdc"))
                $root.sio.RegisterSdc.encode(message.registerSdc, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.registered != null && $Object.hasOwnProperty.call(message, "registered"))
                $root.sio.Registered.encode(message.registered, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.map != null && $Object.hasOwnProperty.call(message, "map"))
                $root.sio.MapDelta.encode(message.map, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.wantWholeMap != null && $Object.hasOwnProperty.call(message, "wantWholeMap"))
                $root.sio.WantWholeMap.encode(message.wantWholeMap, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                $root.sio.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.mapApplied != null && $Object.hasOwnProperty.call(message, "mapApplied"))
                $root.sio.MapApplied.encode(message.mapApplied, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.slicesSettled != null && $Object.hasOwnProperty.call(message, "slicesSettled"))
                $root.sio.SlicesSettled.encode(message.slicesSettled, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.sio.Refusal.encode(message.refusal, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ControlMessage message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ControlMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ControlMessage & sio.ControlMessage.$Shape} ControlMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ControlMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ControlMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.registerSds = $root.sio.RegisterSds.decode(reader, reader.size(), $undefined, _depth + 1, message.registerSds);
                        message.kind = "registerSds";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.registerSdc = $root.sio.RegisterSdc.decode(reader, reader.size(), $undefined, _depth + 1, message.registerSdc);
                        message.kind = "registerSdc";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.registered = $root.sio.Registered.decode(reader, reader.size(), $undefined, _depth + 1, message.registered);
                        message.kind = "registered";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.map = $root.sio.MapDelta.decode(reader, reader.size(), $undefined, _depth + 1, message.map);
                        message.kind = "map";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.wantWholeMap = $root.sio.WantWholeMap.decode(reader, reader.size(), $undefined, _depth + 1, message.wantWholeMap);
                        message.kind = "wantWholeMap";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.heartbeat = $root.sio.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                        message.kind = "heartbeat";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.mapApplied = $root.sio.MapApplied.decode(reader, reader.size(), $undefined, _depth + 1, message.mapApplied);
                        message.kind = "mapApplied";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.slicesSettled = $root.sio.SlicesSettled.decode(reader, reader.size(), $undefined, _depth + 1, message.slicesSettled);
                        message.kind = "slicesSettled";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.sio.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                        message.kind = "refusal";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ControlMessage
         * @function getTypeUrl
         * @memberof sio.ControlMessage
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ControlMessage.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ControlMessage";
        };

        return ControlMessage;
    })();

    sio.WantWholeMap = (function() {

        /**
         * Properties of a WantWholeMap.
         * @typedef {Object} sio.WantWholeMap.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WantWholeMap.
         * @memberof sio
         * @interface IWantWholeMap
         * @augments sio.WantWholeMap.$Properties
         * @deprecated Use sio.WantWholeMap.$Properties instead.
         */

        /**
         * Shape of a WantWholeMap.
         * @typedef {sio.WantWholeMap.$Properties} sio.WantWholeMap.$Shape
         */

        /**
         * Constructs a new WantWholeMap.
         * @memberof sio
         * @classdesc Represents a WantWholeMap.
         * @constructor
         * @param {sio.WantWholeMap.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WantWholeMap = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified WantWholeMap message. Does not implicitly {@link sio.WantWholeMap.verify|verify} messages.
         * @function encode
         * @memberof sio.WantWholeMap
         * @static
         * @param {sio.WantWholeMap.$Properties} message WantWholeMap message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WantWholeMap.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WantWholeMap message from the specified reader or buffer.
         * @function decode
         * @memberof sio.WantWholeMap
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.WantWholeMap & sio.WantWholeMap.$Shape} WantWholeMap
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WantWholeMap.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.WantWholeMap();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for WantWholeMap
         * @function getTypeUrl
         * @memberof sio.WantWholeMap
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        WantWholeMap.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.WantWholeMap";
        };

        return WantWholeMap;
    })();

    sio.OpenVolume = (function() {

        /**
         * Properties of an OpenVolume.
         * @typedef {Object} sio.OpenVolume.$Properties
         * @property {number|null} [volumeId] OpenVolume volumeId
         * @property {number|null} [epoch] OpenVolume epoch
         * @property {string|null} [accessMode] OpenVolume accessMode
         * @property {Uint8Array|null} [proof] OpenVolume proof
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an OpenVolume.
         * @memberof sio
         * @interface IOpenVolume
         * @augments sio.OpenVolume.$Properties
         * @deprecated Use sio.OpenVolume.$Properties instead.
         */

        /**
         * Shape of an OpenVolume.
         * @typedef {sio.OpenVolume.$Properties} sio.OpenVolume.$Shape
         */

        /**
         * Constructs a new OpenVolume.
         * @memberof sio
         * @classdesc Represents an OpenVolume.
         * @constructor
         * @param {sio.OpenVolume.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const OpenVolume = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * OpenVolume volumeId.
         * @member {number} volumeId
         * @memberof sio.OpenVolume
         * @instance
         */
        OpenVolume.prototype.volumeId = 0;

        /**
         * OpenVolume epoch.
         * @member {number} epoch
         * @memberof sio.OpenVolume
         * @instance
         */
        OpenVolume.prototype.epoch = 0;

        /**
         * OpenVolume accessMode.
         * @member {string} accessMode
         * @memberof sio.OpenVolume
         * @instance
         */
        OpenVolume.prototype.accessMode = "";

        /**
         * OpenVolume proof.
         * @member {Uint8Array} proof
         * @memberof sio.OpenVolume
         * @instance
         */
        OpenVolume.prototype.proof = $util.newBuffer([]);

        /**
         * Encodes the specified OpenVolume message. Does not implicitly {@link sio.OpenVolume.verify|verify} messages.
         * @function encode
         * @memberof sio.OpenVolume
         * @static
         * @param {sio.OpenVolume.$Properties} message OpenVolume message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        OpenVolume.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.volumeId != null && $Object.hasOwnProperty.call(message, "volumeId") && message.volumeId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.volumeId);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && !$Object.is(message.epoch, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.epoch);
            if (message.accessMode != null && $Object.hasOwnProperty.call(message, "accessMode") && message.accessMode !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.accessMode);
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.proof);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an OpenVolume message from the specified reader or buffer.
         * @function decode
         * @memberof sio.OpenVolume
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.OpenVolume & sio.OpenVolume.$Shape} OpenVolume
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        OpenVolume.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.OpenVolume();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.volumeId = value;
                        else
                            delete message.volumeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.accessMode = value;
                        else
                            delete message.accessMode;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proof = value;
                        else
                            delete message.proof;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for OpenVolume
         * @function getTypeUrl
         * @memberof sio.OpenVolume
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        OpenVolume.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.OpenVolume";
        };

        return OpenVolume;
    })();

    sio.SliceGeneration = (function() {

        /**
         * Properties of a SliceGeneration.
         * @typedef {Object} sio.SliceGeneration.$Properties
         * @property {number|null} [slice] SliceGeneration slice
         * @property {number|null} [generation] SliceGeneration generation
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SliceGeneration.
         * @memberof sio
         * @interface ISliceGeneration
         * @augments sio.SliceGeneration.$Properties
         * @deprecated Use sio.SliceGeneration.$Properties instead.
         */

        /**
         * Shape of a SliceGeneration.
         * @typedef {sio.SliceGeneration.$Properties} sio.SliceGeneration.$Shape
         */

        /**
         * Constructs a new SliceGeneration.
         * @memberof sio
         * @classdesc Represents a SliceGeneration.
         * @constructor
         * @param {sio.SliceGeneration.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SliceGeneration = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SliceGeneration slice.
         * @member {number} slice
         * @memberof sio.SliceGeneration
         * @instance
         */
        SliceGeneration.prototype.slice = 0;

        /**
         * SliceGeneration generation.
         * @member {number} generation
         * @memberof sio.SliceGeneration
         * @instance
         */
        SliceGeneration.prototype.generation = 0;

        /**
         * Encodes the specified SliceGeneration message. Does not implicitly {@link sio.SliceGeneration.verify|verify} messages.
         * @function encode
         * @memberof sio.SliceGeneration
         * @static
         * @param {sio.SliceGeneration.$Properties} message SliceGeneration message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SliceGeneration.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slice != null && $Object.hasOwnProperty.call(message, "slice") && message.slice !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slice);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.generation);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SliceGeneration message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SliceGeneration
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SliceGeneration & sio.SliceGeneration.$Shape} SliceGeneration
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SliceGeneration.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SliceGeneration();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.slice = value;
                        else
                            delete message.slice;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SliceGeneration
         * @function getTypeUrl
         * @memberof sio.SliceGeneration
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SliceGeneration.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SliceGeneration";
        };

        return SliceGeneration;
    })();

    sio.SliceVersion = (function() {

        /**
         * Properties of a SliceVersion.
         * @typedef {Object} sio.SliceVersion.$Properties
         * @property {number|null} [slice] SliceVersion slice
         * @property {number|null} [generation] SliceVersion generation
         * @property {number|null} [versionGeneration] SliceVersion versionGeneration
         * @property {number|null} [versionSequence] SliceVersion versionSequence
         * @property {number|null} [refused] SliceVersion refused
         * @property {boolean|null} [suspect] SliceVersion suspect
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SliceVersion.
         * @memberof sio
         * @interface ISliceVersion
         * @augments sio.SliceVersion.$Properties
         * @deprecated Use sio.SliceVersion.$Properties instead.
         */

        /**
         * Shape of a SliceVersion.
         * @typedef {sio.SliceVersion.$Properties} sio.SliceVersion.$Shape
         */

        /**
         * Constructs a new SliceVersion.
         * @memberof sio
         * @classdesc Represents a SliceVersion.
         * @constructor
         * @param {sio.SliceVersion.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SliceVersion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SliceVersion slice.
         * @member {number} slice
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.slice = 0;

        /**
         * SliceVersion generation.
         * @member {number} generation
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.generation = 0;

        /**
         * SliceVersion versionGeneration.
         * @member {number} versionGeneration
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.versionGeneration = 0;

        /**
         * SliceVersion versionSequence.
         * @member {number} versionSequence
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.versionSequence = 0;

        /**
         * SliceVersion refused.
         * @member {number} refused
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.refused = 0;

        /**
         * SliceVersion suspect.
         * @member {boolean} suspect
         * @memberof sio.SliceVersion
         * @instance
         */
        SliceVersion.prototype.suspect = false;

        /**
         * Encodes the specified SliceVersion message. Does not implicitly {@link sio.SliceVersion.verify|verify} messages.
         * @function encode
         * @memberof sio.SliceVersion
         * @static
         * @param {sio.SliceVersion.$Properties} message SliceVersion message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SliceVersion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slice != null && $Object.hasOwnProperty.call(message, "slice") && message.slice !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slice);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.generation);
            if (message.versionGeneration != null && $Object.hasOwnProperty.call(message, "versionGeneration") && message.versionGeneration !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.versionGeneration);
            if (message.versionSequence != null && $Object.hasOwnProperty.call(message, "versionSequence") && !$Object.is(message.versionSequence, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.versionSequence);
            if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && message.refused !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.refused);
            if (message.suspect != null && $Object.hasOwnProperty.call(message, "suspect") && message.suspect !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.suspect);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SliceVersion message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SliceVersion
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SliceVersion & sio.SliceVersion.$Shape} SliceVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SliceVersion.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SliceVersion();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.slice = value;
                        else
                            delete message.slice;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionGeneration = value;
                        else
                            delete message.versionGeneration;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.versionSequence = value;
                        else
                            delete message.versionSequence;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.refused = value;
                        else
                            delete message.refused;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.suspect = value;
                        else
                            delete message.suspect;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SliceVersion
         * @function getTypeUrl
         * @memberof sio.SliceVersion
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SliceVersion.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SliceVersion";
        };

        return SliceVersion;
    })();

    sio.ChunkVersion = (function() {

        /**
         * Properties of a ChunkVersion.
         * @typedef {Object} sio.ChunkVersion.$Properties
         * @property {number|null} [layerId] ChunkVersion layerId
         * @property {number|null} [chunkIndex] ChunkVersion chunkIndex
         * @property {number|null} [versionGeneration] ChunkVersion versionGeneration
         * @property {number|null} [versionSequence] ChunkVersion versionSequence
         * @property {boolean|null} [unclean] ChunkVersion unclean
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkVersion.
         * @memberof sio
         * @interface IChunkVersion
         * @augments sio.ChunkVersion.$Properties
         * @deprecated Use sio.ChunkVersion.$Properties instead.
         */

        /**
         * Shape of a ChunkVersion.
         * @typedef {sio.ChunkVersion.$Properties} sio.ChunkVersion.$Shape
         */

        /**
         * Constructs a new ChunkVersion.
         * @memberof sio
         * @classdesc Represents a ChunkVersion.
         * @constructor
         * @param {sio.ChunkVersion.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkVersion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkVersion layerId.
         * @member {number} layerId
         * @memberof sio.ChunkVersion
         * @instance
         */
        ChunkVersion.prototype.layerId = 0;

        /**
         * ChunkVersion chunkIndex.
         * @member {number} chunkIndex
         * @memberof sio.ChunkVersion
         * @instance
         */
        ChunkVersion.prototype.chunkIndex = 0;

        /**
         * ChunkVersion versionGeneration.
         * @member {number} versionGeneration
         * @memberof sio.ChunkVersion
         * @instance
         */
        ChunkVersion.prototype.versionGeneration = 0;

        /**
         * ChunkVersion versionSequence.
         * @member {number} versionSequence
         * @memberof sio.ChunkVersion
         * @instance
         */
        ChunkVersion.prototype.versionSequence = 0;

        /**
         * ChunkVersion unclean.
         * @member {boolean} unclean
         * @memberof sio.ChunkVersion
         * @instance
         */
        ChunkVersion.prototype.unclean = false;

        /**
         * Encodes the specified ChunkVersion message. Does not implicitly {@link sio.ChunkVersion.verify|verify} messages.
         * @function encode
         * @memberof sio.ChunkVersion
         * @static
         * @param {sio.ChunkVersion.$Properties} message ChunkVersion message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkVersion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.layerId != null && $Object.hasOwnProperty.call(message, "layerId") && !$Object.is(message.layerId, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.layerId);
            if (message.chunkIndex != null && $Object.hasOwnProperty.call(message, "chunkIndex") && message.chunkIndex !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.chunkIndex);
            if (message.versionGeneration != null && $Object.hasOwnProperty.call(message, "versionGeneration") && message.versionGeneration !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.versionGeneration);
            if (message.versionSequence != null && $Object.hasOwnProperty.call(message, "versionSequence") && !$Object.is(message.versionSequence, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.versionSequence);
            if (message.unclean != null && $Object.hasOwnProperty.call(message, "unclean") && message.unclean !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.unclean);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkVersion message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ChunkVersion
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ChunkVersion & sio.ChunkVersion.$Shape} ChunkVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkVersion.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ChunkVersion();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.layerId = value;
                        else
                            delete message.layerId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.chunkIndex = value;
                        else
                            delete message.chunkIndex;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionGeneration = value;
                        else
                            delete message.versionGeneration;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.versionSequence = value;
                        else
                            delete message.versionSequence;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.unclean = value;
                        else
                            delete message.unclean;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ChunkVersion
         * @function getTypeUrl
         * @memberof sio.ChunkVersion
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChunkVersion.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ChunkVersion";
        };

        return ChunkVersion;
    })();

    sio.SliceChunks = (function() {

        /**
         * Properties of a SliceChunks.
         * @typedef {Object} sio.SliceChunks.$Properties
         * @property {number|null} [slice] SliceChunks slice
         * @property {Array.<sio.ChunkVersion.$Properties>|null} [chunks] SliceChunks chunks
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SliceChunks.
         * @memberof sio
         * @interface ISliceChunks
         * @augments sio.SliceChunks.$Properties
         * @deprecated Use sio.SliceChunks.$Properties instead.
         */

        /**
         * Shape of a SliceChunks.
         * @typedef {sio.SliceChunks.$Properties} sio.SliceChunks.$Shape
         */

        /**
         * Constructs a new SliceChunks.
         * @memberof sio
         * @classdesc Represents a SliceChunks.
         * @constructor
         * @param {sio.SliceChunks.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SliceChunks = function (properties) {
            this.chunks = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SliceChunks slice.
         * @member {number} slice
         * @memberof sio.SliceChunks
         * @instance
         */
        SliceChunks.prototype.slice = 0;

        /**
         * SliceChunks chunks.
         * @member {Array.<sio.ChunkVersion.$Properties>} chunks
         * @memberof sio.SliceChunks
         * @instance
         */
        SliceChunks.prototype.chunks = $util.emptyArray;

        /**
         * Encodes the specified SliceChunks message. Does not implicitly {@link sio.SliceChunks.verify|verify} messages.
         * @function encode
         * @memberof sio.SliceChunks
         * @static
         * @param {sio.SliceChunks.$Properties} message SliceChunks message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SliceChunks.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slice != null && $Object.hasOwnProperty.call(message, "slice") && message.slice !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slice);
            if (message.chunks != null && message.chunks.length)
                for (let i = 0; i < message.chunks.length; ++i)
                    $root.sio.ChunkVersion.encode(message.chunks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SliceChunks message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SliceChunks
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SliceChunks & sio.SliceChunks.$Shape} SliceChunks
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SliceChunks.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SliceChunks();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.slice = value;
                        else
                            delete message.slice;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.chunks && message.chunks.length))
                            message.chunks = [];
                        message.chunks.push($root.sio.ChunkVersion.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SliceChunks
         * @function getTypeUrl
         * @memberof sio.SliceChunks
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SliceChunks.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SliceChunks";
        };

        return SliceChunks;
    })();

    sio.SettleQuery = (function() {

        /**
         * Properties of a SettleQuery.
         * @typedef {Object} sio.SettleQuery.$Properties
         * @property {Array.<sio.SliceGeneration.$Properties>|null} [slices] SettleQuery slices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SettleQuery.
         * @memberof sio
         * @interface ISettleQuery
         * @augments sio.SettleQuery.$Properties
         * @deprecated Use sio.SettleQuery.$Properties instead.
         */

        /**
         * Shape of a SettleQuery.
         * @typedef {sio.SettleQuery.$Properties} sio.SettleQuery.$Shape
         */

        /**
         * Constructs a new SettleQuery.
         * @memberof sio
         * @classdesc Represents a SettleQuery.
         * @constructor
         * @param {sio.SettleQuery.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SettleQuery = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SettleQuery slices.
         * @member {Array.<sio.SliceGeneration.$Properties>} slices
         * @memberof sio.SettleQuery
         * @instance
         */
        SettleQuery.prototype.slices = $util.emptyArray;

        /**
         * Encodes the specified SettleQuery message. Does not implicitly {@link sio.SettleQuery.verify|verify} messages.
         * @function encode
         * @memberof sio.SettleQuery
         * @static
         * @param {sio.SettleQuery.$Properties} message SettleQuery message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SettleQuery.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceGeneration.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SettleQuery message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SettleQuery
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SettleQuery & sio.SettleQuery.$Shape} SettleQuery
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SettleQuery.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SettleQuery();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceGeneration.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SettleQuery
         * @function getTypeUrl
         * @memberof sio.SettleQuery
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SettleQuery.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SettleQuery";
        };

        return SettleQuery;
    })();

    sio.SettleState = (function() {

        /**
         * Properties of a SettleState.
         * @typedef {Object} sio.SettleState.$Properties
         * @property {Array.<sio.SliceVersion.$Properties>|null} [slices] SettleState slices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SettleState.
         * @memberof sio
         * @interface ISettleState
         * @augments sio.SettleState.$Properties
         * @deprecated Use sio.SettleState.$Properties instead.
         */

        /**
         * Shape of a SettleState.
         * @typedef {sio.SettleState.$Properties} sio.SettleState.$Shape
         */

        /**
         * Constructs a new SettleState.
         * @memberof sio
         * @classdesc Represents a SettleState.
         * @constructor
         * @param {sio.SettleState.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SettleState = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SettleState slices.
         * @member {Array.<sio.SliceVersion.$Properties>} slices
         * @memberof sio.SettleState
         * @instance
         */
        SettleState.prototype.slices = $util.emptyArray;

        /**
         * Encodes the specified SettleState message. Does not implicitly {@link sio.SettleState.verify|verify} messages.
         * @function encode
         * @memberof sio.SettleState
         * @static
         * @param {sio.SettleState.$Properties} message SettleState message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SettleState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceVersion.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SettleState message from the specified reader or buffer.
         * @function decode
         * @memberof sio.SettleState
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.SettleState & sio.SettleState.$Shape} SettleState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SettleState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.SettleState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceVersion.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SettleState
         * @function getTypeUrl
         * @memberof sio.SettleState
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SettleState.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.SettleState";
        };

        return SettleState;
    })();

    sio.ChunkListQuery = (function() {

        /**
         * Properties of a ChunkListQuery.
         * @typedef {Object} sio.ChunkListQuery.$Properties
         * @property {Array.<sio.SliceGeneration.$Properties>|null} [slices] ChunkListQuery slices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkListQuery.
         * @memberof sio
         * @interface IChunkListQuery
         * @augments sio.ChunkListQuery.$Properties
         * @deprecated Use sio.ChunkListQuery.$Properties instead.
         */

        /**
         * Shape of a ChunkListQuery.
         * @typedef {sio.ChunkListQuery.$Properties} sio.ChunkListQuery.$Shape
         */

        /**
         * Constructs a new ChunkListQuery.
         * @memberof sio
         * @classdesc Represents a ChunkListQuery.
         * @constructor
         * @param {sio.ChunkListQuery.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkListQuery = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkListQuery slices.
         * @member {Array.<sio.SliceGeneration.$Properties>} slices
         * @memberof sio.ChunkListQuery
         * @instance
         */
        ChunkListQuery.prototype.slices = $util.emptyArray;

        /**
         * Encodes the specified ChunkListQuery message. Does not implicitly {@link sio.ChunkListQuery.verify|verify} messages.
         * @function encode
         * @memberof sio.ChunkListQuery
         * @static
         * @param {sio.ChunkListQuery.$Properties} message ChunkListQuery message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkListQuery.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceGeneration.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkListQuery message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ChunkListQuery
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ChunkListQuery & sio.ChunkListQuery.$Shape} ChunkListQuery
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkListQuery.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ChunkListQuery();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceGeneration.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ChunkListQuery
         * @function getTypeUrl
         * @memberof sio.ChunkListQuery
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChunkListQuery.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ChunkListQuery";
        };

        return ChunkListQuery;
    })();

    sio.ChunkList = (function() {

        /**
         * Properties of a ChunkList.
         * @typedef {Object} sio.ChunkList.$Properties
         * @property {Array.<sio.SliceChunks.$Properties>|null} [slices] ChunkList slices
         * @property {boolean|null} [more] ChunkList more
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkList.
         * @memberof sio
         * @interface IChunkList
         * @augments sio.ChunkList.$Properties
         * @deprecated Use sio.ChunkList.$Properties instead.
         */

        /**
         * Shape of a ChunkList.
         * @typedef {sio.ChunkList.$Properties} sio.ChunkList.$Shape
         */

        /**
         * Constructs a new ChunkList.
         * @memberof sio
         * @classdesc Represents a ChunkList.
         * @constructor
         * @param {sio.ChunkList.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkList = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkList slices.
         * @member {Array.<sio.SliceChunks.$Properties>} slices
         * @memberof sio.ChunkList
         * @instance
         */
        ChunkList.prototype.slices = $util.emptyArray;

        /**
         * ChunkList more.
         * @member {boolean} more
         * @memberof sio.ChunkList
         * @instance
         */
        ChunkList.prototype.more = false;

        /**
         * Encodes the specified ChunkList message. Does not implicitly {@link sio.ChunkList.verify|verify} messages.
         * @function encode
         * @memberof sio.ChunkList
         * @static
         * @param {sio.ChunkList.$Properties} message ChunkList message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkList.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceChunks.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.more);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkList message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ChunkList
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ChunkList & sio.ChunkList.$Shape} ChunkList
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkList.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ChunkList();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceChunks.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.more = value;
                        else
                            delete message.more;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ChunkList
         * @function getTypeUrl
         * @memberof sio.ChunkList
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChunkList.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ChunkList";
        };

        return ChunkList;
    })();

    sio.ChunkFetch = (function() {

        /**
         * Properties of a ChunkFetch.
         * @typedef {Object} sio.ChunkFetch.$Properties
         * @property {number|null} [slice] ChunkFetch slice
         * @property {number|null} [generation] ChunkFetch generation
         * @property {number|null} [layerId] ChunkFetch layerId
         * @property {number|null} [chunkIndex] ChunkFetch chunkIndex
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkFetch.
         * @memberof sio
         * @interface IChunkFetch
         * @augments sio.ChunkFetch.$Properties
         * @deprecated Use sio.ChunkFetch.$Properties instead.
         */

        /**
         * Shape of a ChunkFetch.
         * @typedef {sio.ChunkFetch.$Properties} sio.ChunkFetch.$Shape
         */

        /**
         * Constructs a new ChunkFetch.
         * @memberof sio
         * @classdesc Represents a ChunkFetch.
         * @constructor
         * @param {sio.ChunkFetch.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkFetch = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkFetch slice.
         * @member {number} slice
         * @memberof sio.ChunkFetch
         * @instance
         */
        ChunkFetch.prototype.slice = 0;

        /**
         * ChunkFetch generation.
         * @member {number} generation
         * @memberof sio.ChunkFetch
         * @instance
         */
        ChunkFetch.prototype.generation = 0;

        /**
         * ChunkFetch layerId.
         * @member {number} layerId
         * @memberof sio.ChunkFetch
         * @instance
         */
        ChunkFetch.prototype.layerId = 0;

        /**
         * ChunkFetch chunkIndex.
         * @member {number} chunkIndex
         * @memberof sio.ChunkFetch
         * @instance
         */
        ChunkFetch.prototype.chunkIndex = 0;

        /**
         * Encodes the specified ChunkFetch message. Does not implicitly {@link sio.ChunkFetch.verify|verify} messages.
         * @function encode
         * @memberof sio.ChunkFetch
         * @static
         * @param {sio.ChunkFetch.$Properties} message ChunkFetch message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkFetch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slice != null && $Object.hasOwnProperty.call(message, "slice") && message.slice !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slice);
            if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.generation);
            if (message.layerId != null && $Object.hasOwnProperty.call(message, "layerId") && !$Object.is(message.layerId, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.layerId);
            if (message.chunkIndex != null && $Object.hasOwnProperty.call(message, "chunkIndex") && message.chunkIndex !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.chunkIndex);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkFetch message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ChunkFetch
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ChunkFetch & sio.ChunkFetch.$Shape} ChunkFetch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkFetch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ChunkFetch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.slice = value;
                        else
                            delete message.slice;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.generation = value;
                        else
                            delete message.generation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.layerId = value;
                        else
                            delete message.layerId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.chunkIndex = value;
                        else
                            delete message.chunkIndex;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ChunkFetch
         * @function getTypeUrl
         * @memberof sio.ChunkFetch
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChunkFetch.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ChunkFetch";
        };

        return ChunkFetch;
    })();

    sio.Settle = (function() {

        /**
         * Properties of a Settle.
         * @typedef {Object} sio.Settle.$Properties
         * @property {Array.<sio.SliceVersion.$Properties>|null} [slices] Settle slices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Settle.
         * @memberof sio
         * @interface ISettle
         * @augments sio.Settle.$Properties
         * @deprecated Use sio.Settle.$Properties instead.
         */

        /**
         * Shape of a Settle.
         * @typedef {sio.Settle.$Properties} sio.Settle.$Shape
         */

        /**
         * Constructs a new Settle.
         * @memberof sio
         * @classdesc Represents a Settle.
         * @constructor
         * @param {sio.Settle.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Settle = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Settle slices.
         * @member {Array.<sio.SliceVersion.$Properties>} slices
         * @memberof sio.Settle
         * @instance
         */
        Settle.prototype.slices = $util.emptyArray;

        /**
         * Encodes the specified Settle message. Does not implicitly {@link sio.Settle.verify|verify} messages.
         * @function encode
         * @memberof sio.Settle
         * @static
         * @param {sio.Settle.$Properties} message Settle message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Settle.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceVersion.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Settle message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Settle
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Settle & sio.Settle.$Shape} Settle
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Settle.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Settle();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceVersion.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Settle
         * @function getTypeUrl
         * @memberof sio.Settle
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Settle.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Settle";
        };

        return Settle;
    })();

    sio.Settled = (function() {

        /**
         * Properties of a Settled.
         * @typedef {Object} sio.Settled.$Properties
         * @property {Array.<sio.SliceGeneration.$Properties>|null} [slices] Settled slices
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Settled.
         * @memberof sio
         * @interface ISettled
         * @augments sio.Settled.$Properties
         * @deprecated Use sio.Settled.$Properties instead.
         */

        /**
         * Shape of a Settled.
         * @typedef {sio.Settled.$Properties} sio.Settled.$Shape
         */

        /**
         * Constructs a new Settled.
         * @memberof sio
         * @classdesc Represents a Settled.
         * @constructor
         * @param {sio.Settled.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Settled = function (properties) {
            this.slices = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Settled slices.
         * @member {Array.<sio.SliceGeneration.$Properties>} slices
         * @memberof sio.Settled
         * @instance
         */
        Settled.prototype.slices = $util.emptyArray;

        /**
         * Encodes the specified Settled message. Does not implicitly {@link sio.Settled.verify|verify} messages.
         * @function encode
         * @memberof sio.Settled
         * @static
         * @param {sio.Settled.$Properties} message Settled message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Settled.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slices != null && message.slices.length)
                for (let i = 0; i < message.slices.length; ++i)
                    $root.sio.SliceGeneration.encode(message.slices[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Settled message from the specified reader or buffer.
         * @function decode
         * @memberof sio.Settled
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.Settled & sio.Settled.$Shape} Settled
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Settled.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.Settled();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.slices && message.slices.length))
                            message.slices = [];
                        message.slices.push($root.sio.SliceGeneration.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Settled
         * @function getTypeUrl
         * @memberof sio.Settled
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Settled.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.Settled";
        };

        return Settled;
    })();

    sio.PeerMessage = (function() {

        /**
         * Properties of a PeerMessage.
         * @typedef {Object} sio.PeerMessage.$Properties
         * @property {number|null} [requestId] PeerMessage requestId
         * @property {sio.SettleQuery.$Properties|null} [settleQuery] PeerMessage settleQuery
         * @property {sio.SettleState.$Properties|null} [settleState] PeerMessage settleState
         * @property {sio.ChunkListQuery.$Properties|null} [chunkListQuery] PeerMessage chunkListQuery
         * @property {sio.ChunkList.$Properties|null} [chunkList] PeerMessage chunkList
         * @property {sio.ChunkFetch.$Properties|null} [chunkFetch] PeerMessage chunkFetch
         * @property {sio.ChunkFetched.$Properties|null} [chunkFetched] PeerMessage chunkFetched
         * @property {sio.Settle.$Properties|null} [settle] PeerMessage settle
         * @property {sio.Settled.$Properties|null} [settled] PeerMessage settled
         * @property {sio.Refusal.$Properties|null} [refusal] PeerMessage refusal
         * @property {"settleQuery"|"settleState"|"chunkListQuery"|"chunkList"|"chunkFetch"|"chunkFetched"|"settle"|"settled"|"refusal"} [kind] PeerMessage kind
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PeerMessage.
         * @memberof sio
         * @interface IPeerMessage
         * @augments sio.PeerMessage.$Properties
         * @deprecated Use sio.PeerMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a PeerMessage.
         * @typedef {{
         *   requestId?: number|null;
         *   settleQuery?: sio.SettleQuery.$Shape|null;
         *   settleState?: sio.SettleState.$Shape|null;
         *   chunkListQuery?: sio.ChunkListQuery.$Shape|null;
         *   chunkList?: sio.ChunkList.$Shape|null;
         *   chunkFetch?: sio.ChunkFetch.$Shape|null;
         *   chunkFetched?: sio.ChunkFetched.$Shape|null;
         *   settle?: sio.Settle.$Shape|null;
         *   settled?: sio.Settled.$Shape|null;
         *   refusal?: sio.Refusal.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ kind?: undefined; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "settleQuery"; settleQuery: sio.SettleQuery.$Shape; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "settleState"; settleQuery?: null; settleState: sio.SettleState.$Shape; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkListQuery"; settleQuery?: null; settleState?: null; chunkListQuery: sio.ChunkListQuery.$Shape; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkList"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList: sio.ChunkList.$Shape; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkFetch"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch: sio.ChunkFetch.$Shape; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkFetched"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched: sio.ChunkFetched.$Shape; settle?: null; settled?: null; refusal?: null }|{ kind?: "settle"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle: sio.Settle.$Shape; settled?: null; refusal?: null }|{ kind?: "settled"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled: sio.Settled.$Shape; refusal?: null }|{ kind?: "refusal"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal: sio.Refusal.$Shape })
         * )} sio.PeerMessage.$Shape
         */

        /**
         * Constructs a new PeerMessage.
         * @memberof sio
         * @classdesc Represents a PeerMessage.
         * @constructor
         * @param {sio.PeerMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PeerMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PeerMessage requestId.
         * @member {number} requestId
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.requestId = 0;

        /**
         * PeerMessage settleQuery.
         * @member {sio.SettleQuery.$Properties|null|undefined} settleQuery
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.settleQuery = null;

        /**
         * PeerMessage settleState.
         * @member {sio.SettleState.$Properties|null|undefined} settleState
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.settleState = null;

        /**
         * PeerMessage chunkListQuery.
         * @member {sio.ChunkListQuery.$Properties|null|undefined} chunkListQuery
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.chunkListQuery = null;

        /**
         * PeerMessage chunkList.
         * @member {sio.ChunkList.$Properties|null|undefined} chunkList
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.chunkList = null;

        /**
         * PeerMessage chunkFetch.
         * @member {sio.ChunkFetch.$Properties|null|undefined} chunkFetch
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.chunkFetch = null;

        /**
         * PeerMessage chunkFetched.
         * @member {sio.ChunkFetched.$Properties|null|undefined} chunkFetched
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.chunkFetched = null;

        /**
         * PeerMessage settle.
         * @member {sio.Settle.$Properties|null|undefined} settle
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.settle = null;

        /**
         * PeerMessage settled.
         * @member {sio.Settled.$Properties|null|undefined} settled
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.settled = null;

        /**
         * PeerMessage refusal.
         * @member {sio.Refusal.$Properties|null|undefined} refusal
         * @memberof sio.PeerMessage
         * @instance
         */
        PeerMessage.prototype.refusal = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * PeerMessage kind.
         * @member {"settleQuery"|"settleState"|"chunkListQuery"|"chunkList"|"chunkFetch"|"chunkFetched"|"settle"|"settled"|"refusal"|undefined} kind
         * @memberof sio.PeerMessage
         * @instance
         */
        $Object.defineProperty(PeerMessage.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["settleQuery", "settleState", "chunkListQuery", "chunkList", "chunkFetch", "chunkFetched", "settle", "settled", "refusal"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified PeerMessage message. Does not implicitly {@link sio.PeerMessage.verify|verify} messages.
         * @function encode
         * @memberof sio.PeerMessage
         * @static
         * @param {sio.PeerMessage.$Properties} message PeerMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PeerMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && message.requestId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.requestId);
            if (message.settleQuery != null && $Object.hasOwnProperty.call(message, "settleQuery"))
                $root.sio.SettleQuery.encode(message.settleQuery, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.settleState != null && $Object.hasOwnProperty.call(message, "settleState"))
                $root.sio.SettleState.encode(message.settleState, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.chunkListQuery != null && $Object.hasOwnProperty.call(message, "chunkListQuery"))
                $root.sio.ChunkListQuery.encode(message.chunkListQuery, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.chunkList != null && $Object.hasOwnProperty.call(message, "chunkList"))
                $root.sio.ChunkList.encode(message.chunkList, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.chunkFetch != null && $Object.hasOwnProperty.call(message, "chunkFetch"))
                $root.sio.ChunkFetch.encode(message.chunkFetch, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.chunkFetched != null && $Object.hasOwnProperty.call(message, "chunkFetched"))
                $root.sio.ChunkFetched.encode(message.chunkFetched, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.settle != null && $Object.hasOwnProperty.call(message, "settle"))
                $root.sio.Settle.encode(message.settle, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.settled != null && $Object.hasOwnProperty.call(message, "settled"))
                $root.sio.Settled.encode(message.settled, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.sio.Refusal.encode(message.refusal, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PeerMessage message from the specified reader or buffer.
         * @function decode
         * @memberof sio.PeerMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.PeerMessage & sio.PeerMessage.$Shape} PeerMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PeerMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.PeerMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.requestId = value;
                        else
                            delete message.requestId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.settleQuery = $root.sio.SettleQuery.decode(reader, reader.size(), $undefined, _depth + 1, message.settleQuery);
                        message.kind = "settleQuery";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.settleState = $root.sio.SettleState.decode(reader, reader.size(), $undefined, _depth + 1, message.settleState);
                        message.kind = "settleState";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.chunkListQuery = $root.sio.ChunkListQuery.decode(reader, reader.size(), $undefined, _depth + 1, message.chunkListQuery);
                        message.kind = "chunkListQuery";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.chunkList = $root.sio.ChunkList.decode(reader, reader.size(), $undefined, _depth + 1, message.chunkList);
                        message.kind = "chunkList";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.chunkFetch = $root.sio.ChunkFetch.decode(reader, reader.size(), $undefined, _depth + 1, message.chunkFetch);
                        message.kind = "chunkFetch";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.chunkFetched = $root.sio.ChunkFetched.decode(reader, reader.size(), $undefined, _depth + 1, message.chunkFetched);
                        message.kind = "chunkFetched";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.settle = $root.sio.Settle.decode(reader, reader.size(), $undefined, _depth + 1, message.settle);
                        message.kind = "settle";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.settled = $root.sio.Settled.decode(reader, reader.size(), $undefined, _depth + 1, message.settled);
                        message.kind = "settled";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.sio.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                        message.kind = "refusal";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for PeerMessage
         * @function getTypeUrl
         * @memberof sio.PeerMessage
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        PeerMessage.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.PeerMessage";
        };

        return PeerMessage;
    })();

    sio.ChunkFetched = (function() {

        /**
         * Properties of a ChunkFetched.
         * @typedef {Object} sio.ChunkFetched.$Properties
         * @property {number|null} [frames] ChunkFetched frames
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChunkFetched.
         * @memberof sio
         * @interface IChunkFetched
         * @augments sio.ChunkFetched.$Properties
         * @deprecated Use sio.ChunkFetched.$Properties instead.
         */

        /**
         * Shape of a ChunkFetched.
         * @typedef {sio.ChunkFetched.$Properties} sio.ChunkFetched.$Shape
         */

        /**
         * Constructs a new ChunkFetched.
         * @memberof sio
         * @classdesc Represents a ChunkFetched.
         * @constructor
         * @param {sio.ChunkFetched.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChunkFetched = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChunkFetched frames.
         * @member {number} frames
         * @memberof sio.ChunkFetched
         * @instance
         */
        ChunkFetched.prototype.frames = 0;

        /**
         * Encodes the specified ChunkFetched message. Does not implicitly {@link sio.ChunkFetched.verify|verify} messages.
         * @function encode
         * @memberof sio.ChunkFetched
         * @static
         * @param {sio.ChunkFetched.$Properties} message ChunkFetched message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChunkFetched.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.frames != null && $Object.hasOwnProperty.call(message, "frames") && message.frames !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.frames);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChunkFetched message from the specified reader or buffer.
         * @function decode
         * @memberof sio.ChunkFetched
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.ChunkFetched & sio.ChunkFetched.$Shape} ChunkFetched
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChunkFetched.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.ChunkFetched();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.frames = value;
                        else
                            delete message.frames;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for ChunkFetched
         * @function getTypeUrl
         * @memberof sio.ChunkFetched
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChunkFetched.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.ChunkFetched";
        };

        return ChunkFetched;
    })();

    sio.StoredCounters = (function() {

        /**
         * Properties of a StoredCounters.
         * @typedef {Object} sio.StoredCounters.$Properties
         * @property {number|null} [mapVersion] StoredCounters mapVersion
         * @property {number|null} [nextObjectId] StoredCounters nextObjectId
         * @property {number|null} [nextLayerId] StoredCounters nextLayerId
         * @property {number|null} [nextEpoch] StoredCounters nextEpoch
         * @property {number|null} [formatVersion] StoredCounters formatVersion
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StoredCounters.
         * @memberof sio
         * @interface IStoredCounters
         * @augments sio.StoredCounters.$Properties
         * @deprecated Use sio.StoredCounters.$Properties instead.
         */

        /**
         * Shape of a StoredCounters.
         * @typedef {sio.StoredCounters.$Properties} sio.StoredCounters.$Shape
         */

        /**
         * Constructs a new StoredCounters.
         * @memberof sio
         * @classdesc Represents a StoredCounters.
         * @constructor
         * @param {sio.StoredCounters.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StoredCounters = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StoredCounters mapVersion.
         * @member {number} mapVersion
         * @memberof sio.StoredCounters
         * @instance
         */
        StoredCounters.prototype.mapVersion = 0;

        /**
         * StoredCounters nextObjectId.
         * @member {number} nextObjectId
         * @memberof sio.StoredCounters
         * @instance
         */
        StoredCounters.prototype.nextObjectId = 0;

        /**
         * StoredCounters nextLayerId.
         * @member {number} nextLayerId
         * @memberof sio.StoredCounters
         * @instance
         */
        StoredCounters.prototype.nextLayerId = 0;

        /**
         * StoredCounters nextEpoch.
         * @member {number} nextEpoch
         * @memberof sio.StoredCounters
         * @instance
         */
        StoredCounters.prototype.nextEpoch = 0;

        /**
         * StoredCounters formatVersion.
         * @member {number} formatVersion
         * @memberof sio.StoredCounters
         * @instance
         */
        StoredCounters.prototype.formatVersion = 0;

        /**
         * Encodes the specified StoredCounters message. Does not implicitly {@link sio.StoredCounters.verify|verify} messages.
         * @function encode
         * @memberof sio.StoredCounters
         * @static
         * @param {sio.StoredCounters.$Properties} message StoredCounters message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StoredCounters.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mapVersion != null && $Object.hasOwnProperty.call(message, "mapVersion") && !$Object.is(message.mapVersion, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.mapVersion);
            if (message.nextObjectId != null && $Object.hasOwnProperty.call(message, "nextObjectId") && message.nextObjectId !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.nextObjectId);
            if (message.nextLayerId != null && $Object.hasOwnProperty.call(message, "nextLayerId") && !$Object.is(message.nextLayerId, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.nextLayerId);
            if (message.nextEpoch != null && $Object.hasOwnProperty.call(message, "nextEpoch") && !$Object.is(message.nextEpoch, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.nextEpoch);
            if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.formatVersion);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StoredCounters message from the specified reader or buffer.
         * @function decode
         * @memberof sio.StoredCounters
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {sio.StoredCounters & sio.StoredCounters.$Shape} StoredCounters
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StoredCounters.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.sio.StoredCounters();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.mapVersion = value;
                        else
                            delete message.mapVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.nextObjectId = value;
                        else
                            delete message.nextObjectId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.nextLayerId = value;
                        else
                            delete message.nextLayerId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.nextEpoch = value;
                        else
                            delete message.nextEpoch;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.formatVersion = value;
                        else
                            delete message.formatVersion;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for StoredCounters
         * @function getTypeUrl
         * @memberof sio.StoredCounters
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        StoredCounters.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/sio.StoredCounters";
        };

        return StoredCounters;
    })();

    return sio;
})();

export {
  $root as default
};
